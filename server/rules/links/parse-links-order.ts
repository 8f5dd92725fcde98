import type { PortalFlow, PortalLinksRequest } from '../../contract/links.ts'
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

/** https://docs.stripe.com/api/customer_portal/sessions/create#create_portal_session-locale */
const locales = new Set(
  (
    'bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA hr hu id it ja ko ' +
    'lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'
  ).split(' '),
)

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
  const back = returnUrl === undefined ? null : parseUrl(returnUrl)
  if (returnUrl !== undefined && !origins.includes(back?.origin ?? 'none'))
    throw invalidField('returnUrl')

  return {
    locale: locale !== undefined && locales.has(locale) ? locale : 'auto',
    // As it was parsed, not as it was written: Stripe may read `\\` or a line break in it differently.
    returnUrl: back?.href ?? null,
    skip: Number(after),
    one:
      customer === undefined
        ? null
        : { customer, flow: flow ?? null, subscription: subscription ?? null },
  }
}

/** Only an address of the web: a `blob:` has the origin of the page that made it, and leads nowhere. */
function parseUrl(text: string): URL | null {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.username === '' && url.password === '' ? url : null
}
