import type { ErrorSummary } from '../../parts/error-summary.ts'
import { createField } from '../../parts/field.ts'
import type { Field } from '../../parts/field.ts'
import type { Page } from '../../state.ts'
import type { AccountWords } from '../../words/account/text.ts'
import { fill } from '../../words/fill.ts'
import { formatCount } from '../../words/format.ts'
import { highestLimit, readLastDay, readLimit, readName } from './read-order.ts'

/** The fields of a new token. */
export type TokenFields = {
  elements: HTMLElement[]
  /** What is ordered; `null`: something is wrong, and is said. */
  read(): TokenOrder | null
  /** Says that the day is over, by the door's clock. @returns true */
  refuseDay(): boolean
}

export type TokenOrder = { name: string; spendLimit: number | null; expiresAt: string | null }

export function tokenFields(
  page: Page,
  words: AccountWords['tokens'],
  summary: ErrorSummary,
): TokenFields {
  const [name, limit, lastDay] = createFields(words)
  const all = [name, limit, lastDay]
  const most = formatCount(page.locale, highestLimit)
  const complain = (field: Field, complaint: keyof AccountWords['tokens']) => {
    summary.showField(field, fill(words[complaint], { most }))
    return null
  }
  return {
    elements: all.map(({ element }) => element),
    read() {
      for (const field of all) field.clearError()
      const called = readName(name.input.value)
      if ('complaint' in called) return complain(name, called.complaint)
      const spending = readLimit(limit.input.value)
      if ('complaint' in spending) return complain(limit, spending.complaint)
      const { value, validity } = lastDay.input
      const ending = readLastDay({ value, isBad: validity.badInput }, Date.now())
      if ('complaint' in ending) return complain(lastDay, ending.complaint)
      return { name: called.value, spendLimit: spending.value, expiresAt: ending.value }
    },
    refuseDay: () => complain(lastDay, 'lastDayPast') === null,
  }
}

function createFields(words: AccountWords['tokens']): [name: Field, limit: Field, lastDay: Field] {
  const field = (
    name: string,
    attributes: Record<string, string>,
    [label, hint]: [string, string],
  ) =>
    createField({
      name,
      label,
      hint,
      value: '',
      attributes: { autocomplete: 'off', ...attributes },
    })
  return [
    // Their own words, in any script.
    field('token-name', { type: 'text', dir: 'auto' }, [words.name, words.nameHint]),
    field('token-limit', { type: 'text', inputmode: 'numeric' }, [words.limit, words.limitHint]),
    field('token-last-day', { type: 'date' }, [words.lastDay, words.lastDayHint]),
  ]
}
