import type { Token } from '#server/contract/tokens.ts'
import { h, strong } from '../../element/render.ts'
import type { ErrorSummary } from '../../parts/error-summary.ts'
import type { Asking } from '../../requests/ask-door.ts'
import { fill } from '../../words/fill.ts'
import { formatCount, formatCredits, formatDate, formatDay } from '../../words/format.ts'
import type { Desk } from './desk.ts'
import { questionFor } from './question.ts'

type Act = (asking: Asking) => Promise<void>

/** One token: its name and last letters, what it spent and may spend, until when, its last day of use, and what to do. */
export function tokenRow(
  desk: Desk,
  { token, summary, replace, end }: { token: Token; summary: ErrorSummary; replace: Act; end: Act },
): HTMLElement {
  const { page, words } = desk
  const { id, name, lastFour, lastUsedOn } = token
  const isOver = token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now()
  const titleId = `token-${id}`
  const used =
    lastUsedOn === null
      ? words.unused
      : fill(words.lastUsed, { date: formatDay(page.locale, lastUsedOn) })
  const about = { token, titleId, summary }
  const ending = questionFor(desk, { ...about, action: 'end', act: end })
  // One that is over gets no new secret.
  const questions = isOver
    ? [ending]
    : [questionFor(desk, { ...about, action: 'replace', act: replace }), ending]
  const which = fill(words.ending, { ending: lastFour })
  const title = h('span', { id: titleId }, strong(name), ' ', which)
  return h(
    'li',
    { 'data-token': id },
    h(
      'div',
      {},
      h('p', { class: 'row' }, title, h('span', { class: 'price' }, spentWords(desk, token))),
      h('p', { class: 'hint' }, `${endWords(desk, token, isOver)} · ${used}`),
      h('div', { class: 'row' }, ...questions.map(({ opener }) => opener)),
      ...questions.map(({ box }) => box),
    ),
  )
}

function spentWords({ page, words }: Desk, { spendLimit, spent }: Token): string {
  if (spendLimit === 0) return words.reads
  if (spendLimit === null) return fill(words.spent, { amount: formatCredits(page, spent) })
  const [count, amount] = [formatCount(page.locale, spent), formatCredits(page, spendLimit)]
  return fill(words.spentOf, { count, amount })
}

function endWords({ page, words }: Desk, { expiresAt }: Token, isOver: boolean): string {
  if (expiresAt === null) return words.endless
  return fill(isOver ? words.isOver : words.endsAfter, { date: formatDate(page.locale, expiresAt) })
}
