import { h } from '../element/render.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import { createField } from '../parts/field.ts'
import { icon } from '../parts/icon.ts'
import { answerPress } from '../parts/pending.ts'
import { sendMail } from '../requests/ask-auth.ts'
import { PageFault } from '../requests/faults.ts'
import type { Page } from '../state.ts'
import { fill, fillParts } from '../words/fill.ts'
import { createCaptcha } from './captcha.ts'
import type { Captcha } from './captcha.ts'
import { readAddress, suggestAddress } from './typed-address.ts'

/** The server's own minimum time between two emails to one address. */
export const resendGapMs = 60_000

/** The form that has a sign-in email sent: every state without a session ends in it. */
export function mailForm(
  page: Page,
  { email, submit, isEdited }: { email: string; submit: string; isEdited: boolean },
): HTMLElement {
  const words = page.text.mailForm
  const field = createField({
    name: 'email',
    label: words.label,
    hint: words.hint,
    value: email,
    attributes: {
      type: 'email',
      autocomplete: 'email',
      inputmode: 'email',
      autocapitalize: 'none',
      spellcheck: 'false',
      enterkeyhint: 'send',
    },
  })
  if (isEdited) field.input.addEventListener('focus', () => field.input.select(), { once: true })
  const summary = createErrorSummary(page)
  const captcha = createCaptcha(page)
  const button = h('button', { type: 'submit', class: 'main', 'data-action': 'send-mail' }, submit)
  const form = h(
    'form',
    { novalidate: true },
    summary.element,
    field.element,
    ...(captcha.element === null ? [] : [captcha.element]),
    button,
    // Below the button: a press must not find it moved.
    suggestion(page, field.input),
    h('p', { class: 'hint' }, words.next),
    h('p', { class: 'secured small' }, icon('lock'), page.text.page.secured),
  )
  form.addEventListener('focusin', () => captcha.warm(), { once: true })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const address = readAddress(field.input.value)
    field.input.value = address
    field.clearError()
    summary.clear()
    const complaint = complaintAbout(address, words)
    if (complaint !== null) return summary.showField(field, complaint)
    void answerPress(page, {
      button,
      words: words.pending,
      task: () => mailTo(page, captcha, address),
      onFault: (fault) => summary.showFault(fault),
    })
  })
  return form
}

/** Asks whether another address was meant, and puts it into the field when pressed. */
function suggestion(page: Page, input: HTMLInputElement): HTMLElement {
  const place = h('p', { class: 'hint', 'data-suggestion': true, hidden: true })
  const look = () => {
    const meant = suggestAddress(readAddress(input.value))
    place.hidden = meant === null
    if (meant === null) return
    const take = h('button', { type: 'button', class: 'quiet', 'data-action': 'take-suggestion' })
    take.append(h('bdi', {}, meant))
    take.addEventListener('click', () => {
      input.value = meant
      place.hidden = true
      input.focus()
    })
    const words = page.text.mailForm.meant
    place.replaceChildren(...fillParts<Node>(words, { email: take }))
    page.say(fill(words, { email: meant }))
  }
  input.addEventListener('change', look)
  look()
  return place
}

/** What is wrong with an address, before any server is asked; `null` if nothing is. */
export function complaintAbout(
  address: string,
  words: { empty: string; malformed: string },
): string | null {
  if (address === '') return words.empty
  return /^[^\s@]+@[^\s@]+$/.test(address) ? null : words.malformed
}

/** Has an email sent in the language of the page. @throws as `sendMail`, and `captcha_failed` */
export async function requestEmail(page: Page, captcha: Captcha, email: string): Promise<void> {
  const { settings, signal, text } = page
  const captchaToken = await captcha.solve()
  if (settings.intent !== null) page.memories.intent.keep(settings.intent)
  const { pageUrl } = settings
  const { language } = text.page
  await sendMail(settings, { email, pageUrl, language, captchaToken, signal })
}

async function mailTo(page: Page, captcha: Captcha, email: string): Promise<void> {
  try {
    await requestEmail(page, captcha, email)
    page.go({ name: 'mail-sent', email, resendAt: Date.now() + resendGapMs, word: 'lead' })
  } catch (error) {
    // The limit is per address: an email went to this very one, or others asked for it; the newest can be entered.
    const wait =
      error instanceof PageFault && error.code === 'mail_too_soon' ? error.retryAfterSeconds : null
    if (wait === null) throw error
    page.go({ name: 'mail-sent', email, resendAt: Date.now() + wait * 1000, word: 'already' })
  }
}
