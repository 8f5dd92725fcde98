import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { findBoolean, findGroup, findGroups, findList, findText } from '../../api/params.ts'
import { invalid, missing, unknownParameter } from '../../api/problem.ts'
import type { Session } from '../../objects/selling/checkout-session.ts'
import { getShippingRate } from '../../objects/selling/shipping-rates.ts'
import type { Mode } from './read-lines.ts'
import { shippingCountries } from './shipping-countries.ts'

const mostRates = 5

/** What the page asks the payer for, so that a parcel arrives. @throws 400 in Stripe's words */
export function readAsks(
  account: Account,
  params: Params,
  { mode, currency }: { mode: Mode; currency: string },
): Partial<Session> {
  assertTerms(account, params)
  assertShippingUpdate(params)
  const collection = findGroup(params, 'shipping_address_collection')
  return {
    ...(collection && { shipping_address_collection: readCountries(collection) }),
    shipping_options: readRates(account, params, { mode, currency }),
  }
}

function readCountries(group: Params): Session['shipping_address_collection'] {
  const param = 'shipping_address_collection[allowed_countries]'
  const allowed = findList(group, 'allowed_countries') ?? []
  if (allowed.length === 0) throw missing(param)
  const unknown = allowed.findIndex((country) => !shippingCountries.includes(country))
  if (unknown < 0) return { allowed_countries: allowed as never }
  throw invalid(
    `Invalid ${param}[${unknown}]: must be one of ${shippingCountries.join(', ')}`,
    `${param}[${unknown}]`,
  )
}

/** https://docs.stripe.com/payments/during-payment/charge-shipping: payment mode only, and few. */
function readRates(
  account: Account,
  params: Params,
  { mode, currency }: { mode: Mode; currency: string },
): Session['shipping_options'] {
  const groups = findGroups(params, 'shipping_options') ?? []
  if (groups.length > 0 && mode !== 'payment') {
    throw invalid('`shipping_options` can only be used in `payment` mode.', 'shipping_options')
  }
  if (groups.length > mostRates) {
    throw invalid(`You can only specify up to ${mostRates} shipping options.`, 'shipping_options')
  }
  return groups.map((group, at) => {
    const path = `shipping_options[${at}]`
    const unknown = Object.keys(group).find((name) => name !== 'shipping_rate')
    if (unknown) throw unknownParameter(`${path}[${unknown}]`)
    const id = findText(group, 'shipping_rate')
    if (!id) throw missing(`${path}[shipping_rate]`)
    const rate = getShippingRate(account, id, `${path}[shipping_rate]`)
    if (!rate.active) {
      throw invalid(`The shipping rate \`${id}\` is inactive.`, `${path}[shipping_rate]`)
    }
    if (rate.fixed_amount?.currency !== currency) {
      throw invalid(
        `The shipping rate \`${id}\` does not support the currency of the session: \`${currency}\`.`,
        `${path}[shipping_rate]`,
      )
    }
    return { shipping_amount: rate.fixed_amount.amount, shipping_rate: id }
  })
}

function assertTerms({ world }: Account, params: Params): void {
  const terms = findText(findGroup(params, 'consent_collection') ?? {}, 'terms_of_service')
  if (terms !== 'required' || world.control.hasTerms) return
  throw invalid(
    'You cannot collect consent to your terms of service unless a URL is set in the Stripe Dashboard. Update your public business information with a Terms of service URL in your Dashboard https://dashboard.stripe.com/settings/public to collect terms of service consent.',
    'consent_collection[terms_of_service]',
  )
}

/** What isn't asked for can't be saved to a customer, and tax needs what is asked for to be saved. */
function assertShippingUpdate(params: Params): void {
  const shipping = findText(findGroup(params, 'customer_update') ?? {}, 'shipping')
  const isAsked = params['shipping_address_collection'] !== undefined
  if (shipping === 'auto' && !isAsked) {
    throw invalid(
      '`customer_update[shipping]` requires `shipping_address_collection`.',
      'customer_update[shipping]',
    )
  }
  const tax = findBoolean(findGroup(params, 'automatic_tax') ?? {}, 'enabled') === true
  if (!tax || !isAsked || shipping === 'auto' || !findText(params, 'customer')) return
  throw invalid(
    "When `shipping_address_collection` is set, automatic tax for an existing customer requires `customer_update[shipping]` to be 'auto'.",
    undefined,
    'customer_tax_location_invalid',
  )
}
