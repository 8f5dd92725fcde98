import { accountSections } from '../account/account-sections.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { endAtExpiry } from '../parts/end-at-expiry.ts'
import { shownAddress } from '../parts/shown-address.ts'
import { leaveSession, signOutButton } from '../parts/signed-in-line.ts'
import { supportLine } from '../parts/support-line.ts'
import type { Page, StateOf } from '../state.ts'
import { fillParts } from '../words/fill.ts'
import { guestPurchases } from './records/guest-purchases.ts'

/** The address is proven, and no billing account is under it: what that may mean, and what to try. */
export function nothingFoundView(page: Page, { email, livemode }: StateOf<'nothing-found'>): View {
  const words = page.text.nothingFound
  endAtExpiry(page, email)
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
  const account = accountSections(page, { livemode, isBack: false }, [
    ...guestPurchases(page),
    h('div', { class: 'row' }, again, signOutButton(page)),
    supportLine(page),
  ])
  return {
    heading: words.heading,
    arriving: account.arriving,
    parts: [
      h('p', { class: 'lead' }, ...fillParts<Node>(words.lead, { email: shownAddress(email) })),
      h('ul', { class: 'notes' }, ...notes.map((note) => h('li', {}, note))),
      ...account.parts,
    ],
  }
}
