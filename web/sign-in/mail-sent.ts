import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { shownAddress } from '../parts/shown-address.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import type { Page, StateOf } from '../state.ts'
import { fillParts } from '../words/fill.ts'
import { createCaptcha } from './captcha.ts'
import { codeForm } from './code-form.ts'
import { mailboxLink } from './mailbox-link.ts'
import { resendButton } from './resend-button.ts'

/** An email is on its way: to whom, how long it works, its code as the other way in, and what to do if it doesn't come. */
export function mailSentView(page: Page, { email, resendAt, word }: StateOf<'mail-sent'>): View {
  const words = page.text.mailSent
  const summary = createErrorSummary(page)
  const other = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'other-address' },
    words.other,
  )
  other.addEventListener('click', () => {
    page.memories.waiting.drop()
    page.go({ name: 'sign-in', email, isEdited: true })
  })
  const captcha = createCaptcha(page)
  const lead = h('p', { class: 'lead' })
  const tell = (sentence: string) =>
    lead.replaceChildren(...fillParts<Node>(sentence, { email: shownAddress(email) }))
  tell(words[word])
  page.memories.waiting.keep({ email, resendAt })
  const sentAgain = h('p', { class: 'strong', 'data-resent': true, hidden: true }, words.resent)
  const onSent = (next: number) => {
    sentAgain.hidden = false
    tell(words.lead)
    page.memories.waiting.keep({ email, resendAt: next })
  }
  const resend = resendButton(page, { email, resendAt, summary, captcha, onSent })
  return {
    heading: words.heading,
    parts: [
      sentAgain,
      lead,
      mailboxLink(page, email),
      summary.element,
      codeForm(page, { email, summary }),
      h(
        'ul',
        { class: 'notes' },
        ...[words.newest, words.lasts, words.spam].map((note) => h('li', {}, note)),
      ),
      captcha.element,
      h('div', { class: 'row' }, resend, other),
    ],
  }
}
