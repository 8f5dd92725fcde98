import { invalidField, parseJsonObject } from '../parse-json-object.ts'

/**
 * Checks the body of `POST /api/invoices`. Unknown fields are ignored.
 * @throws `body_invalid`, naming the field
 */
export function parseInvoicesOrder(body: string): { customer: string; after: string | null } {
  const { customer, after } = parseJsonObject(body)
  if (typeof customer !== 'string') throw invalidField('customer')
  return { customer, after: parseCursor(after, /^in_\w{1,250}$/) }
}

/**
 * Checks the body of `POST /api/orders`. An empty body asks for the newest; unknown fields are ignored.
 * @throws `body_invalid`, naming the field
 */
export function parseOrdersOrder(body: string): { after: string | null } {
  const { after } = parseJsonObject(body)
  return { after: parseCursor(after, /^cs_\w{1,250}$/) }
}

function parseCursor(after: unknown, form: RegExp): string | null {
  if (after === undefined || after === null) return null
  if (typeof after !== 'string' || !form.test(after)) throw invalidField('after')
  return after
}
