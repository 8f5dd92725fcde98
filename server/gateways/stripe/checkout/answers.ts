import { offerUnknown } from '../../../rules/checkout/offered-price.ts'
import type { OrderLine } from '../../../rules/checkout/offered-price.ts'
import { invalidField } from '../../../rules/parse-json-object.ts'
import { isRefused } from '../fault.ts'
import type { SessionOrder } from './session-params.ts'

/**
 * Whether Stripe only repeats what it answered this key before. With `fetch`, the SDK's answers have its `Headers`,
 * whatever their types say; its errors have an object. https://docs.stripe.com/error-low-level#idempotency
 */
export function isReplayed(answer: unknown): boolean {
  const { headers } = answer as { headers?: Headers | Record<string, string> }
  return new Headers(headers).get('idempotent-replayed') === 'true'
}

/** Whether the key came with other parameters before. While the first is under way, that is a 409, and none of these. */
export function isKeyTaken(error: unknown): boolean {
  const { type, statusCode } = error as { type?: string; statusCode?: number }
  return type === 'StripeIdempotencyError' && statusCode === 400
}

/** @throws what the order itself is to blame for */
export function assertOrderly(error: unknown, lines: readonly OrderLine[]): void {
  if (!isRefused(error)) return
  const { code, param, message } = error as { code?: string; param?: string; message?: string }
  const [, at] = /^line_items\[(\d+)\](?:\[price\])?$/.exec(param ?? '') ?? []
  const price = at === undefined ? undefined : lines[Number(at)]?.price.id
  if (price !== undefined) throw offerUnknown([{ price, instead: null }])
  // "The price specified is inactive. This field only accepts active prices."
  if (/only accepts active|product is not active/.test(message ?? '')) throw offerUnknown()
  if (code === 'amount_too_large') throw invalidField('quantity')
}

/**
 * The order without a quantity of the line that Stripe says is billed by use, as nothing recorded says; `null`: that is
 * not what Stripe says. What it says of this stays true, so it may as well be repeated.
 */
export function withoutCount(error: unknown, order: SessionOrder): SessionOrder | null {
  const { param, message } = error as { param?: string; message?: string }
  const [, at] = /^line_items\[(\d+)\]\[quantity\]$/.exec(param ?? '') ?? []
  const metered = at === undefined ? undefined : order.terms.lines[Number(at)]
  if (metered === undefined || !isRefused(error) || !/metered/.test(message ?? '')) return null
  if (metered.quantity > 1) throw invalidField('quantity')
  if (metered.price.isMetered) return null
  const lines = order.terms.lines.map((line) =>
    line === metered ? { ...line, price: { ...line.price, isMetered: true } } : line,
  )
  return { ...order, terms: { ...order.terms, lines } }
}
