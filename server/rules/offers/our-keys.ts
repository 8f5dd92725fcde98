import {
  parseCountries,
  parseDownload,
  parseLicense,
  parseRates,
  parseYesNo,
} from './store-keys.ts'
import { toStorable } from './to-storable.ts'

/** What the owner configures with metadata, on a product or on a price. `null`: not there, or not readable. */
export type OurKeys = {
  /** Names that the site asks for, sorted. */
  access: string[] | null
  /** For each unit, in each period. */
  credits: number | null
  /** For each 100 minor units paid. */
  creditsPer100: number | null
  /** `period`, `forever` or a number of days such as `90d`. */
  creditsLast: string | null
  trialDays: number | null
  /** Countries to which a parcel goes. */
  ships: string[] | null
  /** Shipping rates, in the owner's order; none: sent for free. */
  shipping: string[] | null
  /** Stripe asks for the phone number. */
  phone: boolean | null
  /** `yes`, `forever` or `no`. */
  license: string | null
  /** Seats of the license, for each unit. */
  devices: number | null
  /** A folder, which ends in a slash, or a file of the bucket of downloads. */
  download: string | null
  /** The keys, as the owner spells them, whose value can't be read. */
  unreadable: string[]
}

/** Stripe's metadata: whatever the owner and their programs wrote there. */
export type Metadata = Readonly<Record<string, string>>

/** Nine digits at most, so that sums and products of them stay exact. */
const number = /^[1-9]\d{0,8}$/
/** Up to 270 years, so that no date made with it lies beyond the calendar of the database. */
const lasting = /^(?:period|forever|[1-9]\d{0,4}d)$/

/** Reads our keys, and nothing else of what is in there. */
export function parseOurKeys(metadata: Metadata): OurKeys {
  const unreadable: string[] = []
  const read = <Value>(key: string, parse: (text: string) => Value | null): Value | null => {
    const text = findText(metadata, key)
    if (text === null) return null
    const value = parse(text)
    if (value === null) unreadable.push(key)
    return value
  }
  const keys = {
    access: read('access', parseNames),
    credits: read('credits', parseNumber),
    creditsPer100: read('credits_per_100', parseNumber),
    creditsLast: read('credits_last', (text) => (lasting.test(text) ? text : null)),
    trialDays: read('trial_days', parseNumber),
    ships: read('ships', parseCountries),
    shipping: read('shipping', parseRates),
    phone: read('phone', parseYesNo),
    license: read('license', parseLicense),
    devices: read('devices', parseNumber),
    download: read('download', parseDownload),
  }
  return { ...keys, unreadable }
}

/** A value without the blanks around it; `null` if there is none. */
export function findText(metadata: Metadata, key: string): string | null {
  return (Object.hasOwn(metadata, key) && metadata[key]?.trim()) || null
}

function parseNumber(text: string): number | null {
  return number.test(text) ? Number(text) : null
}

function parseNames(text: string): string[] | null {
  const names = text.split(',').map((name) => toStorable(name).trim())
  const those = [...new Set(names)].filter((name) => name !== '').toSorted()
  return those.length === 0 ? null : those
}
