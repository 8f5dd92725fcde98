import type Stripe from 'stripe'
import { invalid } from '../../api/problem.ts'
import type { Session } from './checkout-session.ts'

export type TypedAddress = {
  name?: string | undefined
  line1?: string | undefined
  postal_code?: string | undefined
  city?: string | undefined
  country?: string | undefined
}

/** What the page asks for beside the payment, as it was typed. */
export type Collected = {
  shipping?: TypedAddress | undefined
  billing?: TypedAddress | undefined
  /** One of the rates that are offered; the first unless given. */
  rate?: string | undefined
  phone?: string | undefined
  taxId?: string | undefined
  agrees?: boolean | undefined
}

/** The first rate is chosen until the payer chooses. @throws 400 for one that isn't offered */
export function chooseRate(session: Session, wanted?: string): void {
  const options = session.shipping_options
  const option = wanted ? options.find((each) => each.shipping_rate === wanted) : options[0]
  if (!option) {
    if (wanted) throw invalid('Choose a shipping method', 'rate')
    return
  }
  const amount = option.shipping_amount
  session.shipping_cost = {
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    shipping_rate: option.shipping_rate,
  }
}

/** Takes what the page asks for; what it doesn't ask for is not taken. @throws 400 for what is missing */
export function collect(session: Session, typed: Collected): Partial<Stripe.Checkout.Session> {
  const countries = session.shipping_address_collection?.allowed_countries
  const parcel = countries && readAddress(typed.shipping, 'shipping', countries)
  const address =
    session.billing_address_collection === 'required' ? readAddress(typed.billing, 'billing') : null
  if (session.consent_collection?.terms_of_service === 'required' && typed.agrees !== true)
    throw invalid('Agree to the terms', 'agrees')
  const phone = session.phone_number_collection?.enabled ? typed.phone?.trim() : null
  if (phone === undefined || phone === '') throw invalid('Enter a phone number', 'phone')
  const details = session.customer_details
  return {
    ...(parcel && {
      collected_information: {
        business_name: null,
        individual_name: null,
        shipping_details: parcel,
      },
    }),
    ...(session.consent_collection && {
      consent: { promotions: null, terms_of_service: typed.agrees === true ? 'accepted' : null },
    }),
    ...(details && {
      customer_details: {
        ...details,
        address: address?.address ?? details.address,
        phone: phone ?? details.phone,
        tax_ids:
          session.tax_id_collection?.enabled && typed.taxId
            ? [{ type: 'unknown', value: typed.taxId }]
            : details.tax_ids,
      },
    }),
  }
}

function readAddress(
  typed: TypedAddress | undefined,
  field: string,
  countries?: readonly string[],
): { name: string; address: Stripe.Address } {
  const { name = '', line1, postal_code = null, city = null, country = '' } = typed ?? {}
  const isKnown = countries === undefined ? /^[A-Z]{2}$/.test(country) : countries.includes(country)
  if (!line1 || !isKnown || (countries && !name)) throw invalid('Enter an address', field)
  return { name, address: { city, country, line1, line2: null, postal_code, state: null } }
}
