import { minorUnits } from '../../amount-words.ts'
import type { Params } from '../../api/params.ts'
import { findText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { SessionEntry } from '../../objects/selling/checkout-session.ts'
import type { Payer } from '../../objects/selling/complete-session.ts'
import type { TestMethod } from '../../objects/selling/test-methods.ts'
import { testMethods } from '../../objects/selling/test-methods.ts'

/** What was typed and chosen on the page. @throws 400 for what the page doesn't offer */
export function readPayer({ object, lines }: SessionEntry, form: Params): Payer {
  const numbers = (name: string, factor: number) =>
    Object.fromEntries(
      lines.flatMap(({ id }) => {
        const text = findText(form, `${name}_${id}`)
        return text ? [[id, Math.round(Number(text) * factor)]] : []
      }),
    )
  return {
    email: findText(form, 'email'),
    name: findText(form, 'name')?.trim() || undefined,
    code: findText(form, 'code'),
    method: readMethod(findText(form, 'method') ?? 'card'),
    quantities: numbers('quantity', 1),
    amounts: numbers('amount', minorUnits(object.currency ?? 'usd')),
  }
}

function readMethod(text: string): TestMethod {
  if (Object.hasOwn(testMethods, text)) return text as TestMethod
  throw invalid('Choose how to pay', 'method')
}
