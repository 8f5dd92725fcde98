import type { Params } from '../../api/params.ts'
import { findBoolean, findGroup, findText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { Session } from '../../objects/selling/checkout-session.ts'

/** What the owner can switch on for the page. */
export const switches = [
  'allow_promotion_codes',
  'automatic_tax',
  'billing_address_collection',
  'consent_collection',
  'custom_text',
  'phone_number_collection',
  'submit_type',
  'tax_id_collection',
]

/** The session's own words for the switches. @throws 400 for a value that doesn't exist */
export function readSwitches(params: Params): Partial<Session> {
  const address = findText(params, 'billing_address_collection')
  const terms = readTerms(params)
  const submit = findText(params, 'submit_type')
  const fields: Partial<Session> = {}
  if (address !== undefined) fields.billing_address_collection = oneOf(address, 'auto required')
  if (submit !== undefined) fields.submit_type = oneOf(submit, 'auto book donate pay subscribe')
  const codes = findBoolean(params, 'allow_promotion_codes')
  if (codes !== undefined) fields.allow_promotion_codes = codes
  if (terms !== null) {
    fields.consent_collection = {
      payment_method_reuse_agreement: null,
      promotions: null,
      terms_of_service: terms,
    }
  }
  if (isOn(params, 'automatic_tax')) {
    const liability = { type: 'self' } as const
    fields.automatic_tax = { enabled: true, liability, provider: 'stripe', status: null }
  }
  if (isOn(params, 'tax_id_collection')) {
    fields.tax_id_collection = { enabled: true, required: 'never' }
  }
  if (isOn(params, 'phone_number_collection')) fields.phone_number_collection = { enabled: true }
  return fields
}

function readTerms(params: Params): 'none' | 'required' | null {
  const terms = findText(findGroup(params, 'consent_collection') ?? {}, 'terms_of_service')
  return terms === undefined ? null : (oneOf(terms, 'none required') as 'none' | 'required')
}

function isOn(params: Params, name: string): boolean {
  return findBoolean(findGroup(params, name) ?? {}, 'enabled') === true
}

function oneOf(text: string, choices: string): string {
  const possible = choices.split(' ')
  if (possible.includes(text)) return text
  throw invalid(`Invalid value: '${text}'; must be one of ${possible.join(', ')}`)
}
