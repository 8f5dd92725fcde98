import { minorUnits } from '../../amount-words.ts'
import type { Params } from '../../api/params.ts'
import { findText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { SessionEntry } from '../../objects/selling/checkout-session.ts'
import type { TypedAddress } from '../../objects/selling/collect.ts'
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
    shipping: readAddress(form, 'shipping'),
    billing: readAddress(form, 'billing'),
    rate: findText(form, 'rate'),
    phone: findText(form, 'phone'),
    taxId: findText(form, 'tax_id'),
    agrees: findText(form, 'agrees') === 'yes',
    method: readMethod(findText(form, 'method') ?? 'card'),
    quantities: numbers('quantity', 1),
    amounts: numbers('amount', minorUnits(object.currency ?? 'usd')),
  }
}

function readAddress(form: Params, name: string): TypedAddress {
  const part = (field: string) => findText(form, `${name}_${field}`)?.trim()
  return {
    name: part('name'),
    line1: part('line1'),
    postal_code: part('postal_code'),
    city: part('city'),
    country: part('country'),
  }
}

function readMethod(text: string): TestMethod {
  if (Object.hasOwn(testMethods, text)) return text as TestMethod
  throw invalid('Choose how to pay', 'method')
}
