import { h } from '../element/render.ts'
import type { ErrorSummary } from '../parts/error-summary.ts'
import { createField } from '../parts/field.ts'
import { latinDigits } from '../parts/latin-digits.ts'
import { answerPress } from '../parts/pending.ts'
import type { Page } from '../state.ts'
import { enter } from './enter.ts'

/** The way in without the link: on another device, or if a scanner has used up the link. */
export function codeForm(
  page: Page,
  { email, summary }: { email: string; summary: ErrorSummary },
): HTMLElement {
  const words = page.text.mailSent
  const field = createField({
    name: 'code',
    label: words.label,
    hint: words.hint,
    value: '',
    attributes: {
      type: 'text',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      spellcheck: 'false',
      enterkeyhint: 'go',
      class: 'code',
    },
  })
  const button = h(
    'button',
    { type: 'submit', class: 'main', 'data-action': 'send-code' },
    words.submit,
  )
  const form = h('form', { novalidate: true }, field.element, button)
  // The longest code is complete for certain; each is sent by itself only once.
  let sent = ''
  field.input.addEventListener('input', () => {
    const code = readCode(field.input.value)
    if (/^\d{10}$/.test(code) && code !== sent) form.requestSubmit()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    field.clearError()
    summary.clear()
    const code = readCode(field.input.value)
    if (code === '') return summary.showField(field, words.empty)
    if (!/^\d{6,10}$/.test(code)) return summary.showField(field, words.malformed)
    sent = code
    void answerPress(page, {
      button,
      words: words.pending,
      task: () => enter(page, { email, code }),
      onFault(fault) {
        if (fault.code === 'code_refused')
          summary.showField(field, words.refused, page.text.faults.code)
        else summary.showFault(fault)
      },
    })
  })
  return form
}

/** The code without whatever people and email programs put between its digits, and in the digits of any keyboard. */
export function readCode(value: string): string {
  return latinDigits(value).replaceAll(/[\s\p{Dash_Punctuation}\u200b]/gu, '')
}
