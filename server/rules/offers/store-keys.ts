import { shippingCountries } from './shipping-countries.ts'
import { toStorable } from './to-storable.ts'

/** Stripe offers no more rates than these on its page. https://docs.stripe.com/api/checkout/sessions/create */
const mostRates = 5
const rate = /^shr_\w{1,100}$/
/** What Supabase Storage takes in a key. */
const path = /^[\w/!.*'() &$=@;:+,?-]+$/

/** `DE, at` -> `['DE', 'AT']`; `null` where one of them is none that Stripe's page takes a parcel's address in. */
export function parseCountries(text: string): string[] | null {
  const countries = parseList(text).map((country) => country.toUpperCase())
  const areKnown = countries.every((country) => shippingCountries.has(country))
  return countries.length > 0 && areKnown ? [...new Set(countries)] : null
}

/** Shipping rates, in the owner's order. */
export function parseRates(text: string): string[] | null {
  const rates = parseList(text)
  const areRates =
    rates.length > 0 && rates.length <= mostRates && rates.every((id) => rate.test(id))
  return areRates ? rates : null
}

/** `no` takes back what the product says. */
export function parseYesNo(text: string): boolean | null {
  const word = text.toLowerCase()
  return word === 'yes' ? true : word === 'no' ? false : null
}

/** `yes`, `forever`, or `no`, which takes back what the product says. */
export function parseLicense(text: string): string | null {
  const word = text.toLowerCase()
  return ['yes', 'forever', 'no'].includes(word) ? word : null
}

/** A folder, which ends in a slash, or a file: never a way out of its folder. */
export function parseDownload(text: string): string | null {
  const steps = text.replace(/\/$/, '').split('/')
  const isSafe = steps.every((step) => step.trim() !== '' && step !== '.' && step !== '..')
  return path.test(text) && isSafe ? text : null
}

function parseList(text: string): string[] {
  const items = text.split(',').map((item) => toStorable(item).trim())
  return [...new Set(items)].filter((item) => item !== '')
}
