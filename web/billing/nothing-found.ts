import { fillParts } from '../words/fill.ts'
import type { Page, View } from '../element/page.ts'
import { leaveSession, signOutButton } from '../parts/signed-in-line.ts'
import { supportLine } from '../parts/support-line.ts'
import { h, strong } from '../element/render.ts'
import type { StateOf } from '../element/state.ts'

/** The address is proven and has no customer record: what that may mean, and what to try. */
export function nothingFoundView(page: Page, { email }: StateOf<'nothing-found'>): View {
  const words = page.text.nothingFound
  const address = strong(email)
  address.dataset['email'] = ''
  const again = h(
    'button',
    { type: 'button', class: 'main', 'data-action': 'try-another' },
    words.again,
  )
  again.addEventListener('click', () => {
    leaveSession(page)
    page.go({ name: 'sign-in', email: '' })
  })
  const notes = [words.spelling, words.other, words.guest, words.deleted]
  return {
    heading: words.heading,
    parts: [
      h('p', { class: 'lead' }, ...fillParts<Node>(words.lead, { email: address })),
      h('ul', { class: 'notes' }, ...notes.map((note) => h('li', {}, note))),
      h('div', { class: 'row' }, again, signOutButton(page)),
      supportLine(page),
    ],
  }
}
