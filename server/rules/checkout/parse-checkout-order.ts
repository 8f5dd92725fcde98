import { GatewayError } from '../../errors.ts'
import { localeOf } from '../locales.ts'
import { parsePageAddress } from '../page-address.ts'
import { invalidField, parseJsonObject } from '../parse-json-object.ts'
import { offerUnknown } from './offered-price.ts'
import type { PressKey } from './press-key.ts'
import { parsePressKey } from './press-key.ts'

/** A checked `CheckoutRequest`. */
export type CheckoutOrder = {
  items: { price: string; quantity: number }[]
  /** An account by its id; `null` if none is named, or none that there could be. */
  account: string | null
  /** One that Stripe lists for the page, or `auto`. */
  locale: { checkout: string; portal: string }
  /** Where Stripe's page leads back to, without a fragment. */
  page: string
  key: PressKey
}

const mostOfOne = 99
/** As many as Stripe takes in any mode. */
const mostItems = 100

/**
 * Checks the body of `POST /api/checkout`. Unlike at other doors, a field that nobody knows is refused: it would mean
 * something about money to whoever sent it.
 * @param origins where `returnUrl` may lead
 * @param frontendUrl where Stripe's page leads back to if the order doesn't say
 * @throws `body_invalid`, naming the field; `offer_unknown` for an id that no price can have
 */
export function parseCheckoutOrder(
  body: string,
  { origins, frontendUrl }: { origins: readonly string[]; frontendUrl: string },
): CheckoutOrder {
  const fields = parseJsonObject(body)
  assertKnown(fields, ['items', 'for', 'locale', 'returnUrl', 'key'])
  const { for: account, locale, returnUrl, key } = fields
  if (!isOptionalText(account)) throw invalidField('for')
  if (!isOptionalText(locale)) throw invalidField('locale')
  if (!isOptionalText(returnUrl)) throw invalidField('returnUrl')
  const press = parsePressKey(key)
  if (press === null) throw invalidField('key')
  const items = parseItems(fields.items)
  const page = parsePageAddress(returnUrl ?? frontendUrl, origins)
  if (page === null || page.href.length > 2048) throw invalidField('returnUrl')
  return {
    items,
    account: account !== undefined && uuid.test(account) ? account : null,
    locale: { checkout: localeOf('checkout', locale), portal: localeOf('portal', locale) },
    page: withoutFragment(page),
    key: press,
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function parseItems(items: unknown): CheckoutOrder['items'] {
  if (!Array.isArray(items) || items.length === 0 || items.length > mostItems)
    throw invalidField('items')
  const parsed = items.map(parseItem)
  // Whoever names a price twice may mean either quantity, or both.
  if (new Set(parsed.map(({ price }) => price)).size < parsed.length) throw invalidField('items')
  return parsed
}

function parseItem(item: unknown): { price: string; quantity: number } {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw invalidField('items')
  assertKnown(item, ['price', 'quantity'])
  const { price, quantity = 1 } = item as { price?: unknown; quantity?: unknown }
  if (typeof price !== 'string') throw invalidField('price')
  const isCount = Number.isInteger(quantity) && Number(quantity) >= 1
  if (!isCount || Number(quantity) > mostOfOne) throw invalidField('quantity')
  // Old plans were named by their owners: `Gold plan`, `gold@2019`.
  if (!/^\w[\w.@+: -]{0,254}$/.test(price)) throw offerUnknown([{ price, instead: null }])
  return { price, quantity: Number(quantity) }
}

/** `__proto__` is a field like any other here, and unknown. The name itself stays out of the log. */
function assertKnown(fields: object, names: readonly string[]): void {
  if (Object.keys(fields).every((name) => names.includes(name))) return
  throw new GatewayError('body_invalid', 'the order has a field that is not documented')
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}

/** Stripe puts the session's id wherever it finds the word in braces: ours alone is one. */
function withoutFragment({ href }: URL): string {
  return href.replace(/#.*$/s, '').replaceAll('{', '%7B').replaceAll('}', '%7D')
}
