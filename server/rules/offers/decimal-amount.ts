/** https://docs.stripe.com/currencies#zero-decimal, #three-decimal: Stripe's own list, which isn't ISO's. */
const decimalsOf: Record<string, number> = Object.fromEntries([
  ...'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'
    .split(' ')
    .map((code) => [code, 0]),
  ...'bhd jod kwd omr tnd'.split(' ').map((code) => [code, 3]),
])

/** An amount in minor units as programs write it: `9.00`. @param currency as Stripe spells it */
export function decimalAmount(minor: number, currency: string): string {
  const decimals = decimalsOf[currency] ?? 2
  return (minor / 10 ** decimals).toFixed(decimals)
}
