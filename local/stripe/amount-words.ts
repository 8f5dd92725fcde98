type Currency = { format: Intl.NumberFormat; minorUnits: number }

/** Made once: making one takes longer than using it. */
const currencies = new Map<string, Currency>()

/** "$9.00", in pages and in the words of errors. */
export function amountWords(minor: number, currency: string): string {
  const { format } = getCurrency(currency)
  return format.format(minor / minorUnits(currency))
}

/** How many minor units one of the currency has: 100 cents, 1 yen. */
export function minorUnits(currency: string): number {
  return getCurrency(currency).minorUnits
}

function getCurrency(currency: string): Currency {
  const known = currencies.get(currency)
  if (known) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const made = { format, minorUnits: 10 ** digits }
  currencies.set(currency, made)
  return made
}
