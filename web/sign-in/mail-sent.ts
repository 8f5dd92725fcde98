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
  other.addEventListener('click', () => page.go({ name: 'sign-in', email: '' }))
  const captcha = createCaptcha(page)
  const resend = resendButton(page, { email, resendAt, summary, captcha })
  return {
    heading: words.heading,
    parts: [
      h('p', { class: 'lead' }, ...fillParts<Node>(words[word], { email: shownAddress(email) })),
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
