import type { PortalFlow, PortalLinksRequest } from '../../contract/links.ts'
import { localeOf } from '../locales.ts'
import { parsePageAddress } from '../page-address.ts'
import { invalidField, parseJsonObject } from '../parse-json-object.ts'

/** A checked `PortalLinksRequest`. */
export type LinksOrder = {
  /** One that Stripe lists, or `auto`. */
  locale: string
  returnUrl: string | null
  /** How many of the oldest customers to leave out. */
  skip: number
  /** `null`: every customer of the address. */
  one: { customer: string; flow: PortalFlow | null; subscription: string | null } | null
}

/** `needsSubscription` per flow; the keys are all flows there are. */
const flows: Record<PortalFlow, boolean> = {
  payment_method_update: false,
  customer_update: false,
  subscription_cancel: true,
  subscription_update: true,
  subscription_pause: true,
}

/**
 * Checks the body of `POST /api/portal-links`. An empty body asks for everything; unknown fields are ignored.
 * @param body the raw text
 * @param origins where `returnUrl` may lead
 * @throws `body_invalid`, naming the field
 */
export function parseLinksOrder(body: string, origins: readonly string[]): LinksOrder {
  const fields: PortalLinksRequest = parseJsonObject(body)
  const { locale, customer, flow, subscription, returnUrl, after = '0' } = fields
  for (const name of ['locale', 'customer', 'flow', 'subscription', 'returnUrl', 'after'] as const)
    if (fields[name] !== undefined && typeof fields[name] !== 'string') throw invalidField(name)

  if (flow !== undefined && !Object.hasOwn(flows, flow)) throw invalidField('flow')
  if (flow !== undefined && customer === undefined) throw invalidField('customer')
  if (flow !== undefined && flows[flow] && !/^sub_\w+$/.test(subscription ?? ''))
    throw invalidField('subscription')
  if (!/^\d{1,9}$/.test(after)) throw invalidField('after')
  const back = returnUrl === undefined ? null : parsePageAddress(returnUrl, origins)
  if (returnUrl !== undefined && back === null) throw invalidField('returnUrl')

  return {
    locale: localeOf('portal', locale),
    returnUrl: back?.href ?? null,
    skip: Number(after),
    one:
      customer === undefined
        ? null
        : { customer, flow: flow ?? null, subscription: subscription ?? null },
  }
}
