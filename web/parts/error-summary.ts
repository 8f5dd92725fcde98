import { h } from '../element/render.ts'
import { remedyOf, wordsOf } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import type { Page } from '../state.ts'
import { choosePlural, fill } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import type { Field } from './field.ts'
import { supportLine } from './support-line.ts'

/** A place for what went wrong; empty and hidden until something does. */
export type ErrorSummary = {
  element: HTMLElement
  /** Says what is wrong with a field's value, links to the field, and takes the focus. */
  showField: (field: Field, words: string, linkWords?: string) => void
  /** Says what a fault means, and takes the focus. */
  showFault: (fault: PageFault) => void
  /** Says why a press led nowhere though nothing failed, by a code of its own, and takes the focus. */
  showLines: (code: string, ...lines: HTMLElement[]) => void
  clear: () => void
}

/** What a summary is made of. */
type Told = Pick<Page, 'text' | 'locale' | 'brand'>

/** Builds the summary above a form or at the head of a card. */
export function createErrorSummary(page: Told): ErrorSummary {
  const element = h('div', {
    class: 'summary',
    part: 'notice',
    role: 'group',
    tabindex: '-1',
    'data-summary': true,
    hidden: true,
  })
  element.setAttribute('aria-label', page.text.page.problem)
  const show = (...children: (HTMLElement | null)[]) => {
    element.replaceChildren(
      h('p', { class: 'strong' }, page.text.page.problem),
      ...children.filter((child) => child !== null),
    )
    element.hidden = false
    element.focus()
  }
  return {
    element,
    showField(field, words, linkWords = words) {
      const link = h('a', { href: `#${field.input.id}`, 'data-for': field.name }, linkWords)
      link.addEventListener('click', (event) => {
        event.preventDefault()
        field.input.focus()
      })
      field.showError(words)
      delete element.dataset['code']
      show(h('p', {}, link))
    },
    showFault(fault) {
      element.dataset['code'] = fault.code
      show(...faultLines(page, fault))
    },
    showLines(code, ...lines) {
      element.dataset['code'] = code
      show(...lines)
    },
    clear() {
      element.hidden = true
      element.replaceChildren()
    },
  }
}

/** What a visitor reads about a fault: the sentence, how long to wait, whom to ask, and the request's id for them. */
export function faultLines(
  page: Told,
  fault: PageFault,
  words = wordsOf(page.text, fault.code),
): (HTMLElement | null)[] {
  const wait = fault.retryAfterSeconds
  return [
    h('p', {}, words),
    wait === null ? null : h('p', {}, waitWords(page, wait)),
    fault.requestId === null && remedyOf(fault.code) !== 'support' ? null : supportLine(page),
    requestIdLine(page, fault),
  ]
}

/** The request's id, for support to find it in the logs; `null` if the fault has none. */
export function requestIdLine(
  { text }: Pick<Page, 'text'>,
  { requestId }: PageFault,
): HTMLElement | null {
  if (requestId === null) return null
  const words = fill(text.page.requestId, { id: requestId })
  return h('p', { class: 'small' }, h('span', { 'data-request-id': requestId }, words))
}

function waitWords({ text, locale }: Told, seconds: number): string {
  const sentence = choosePlural(text.page.language, text.error.wait, seconds)
  return fill(sentence, { seconds: formatCount(locale, seconds) })
}
