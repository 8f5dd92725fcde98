/** Crockford's alphabet: nothing in it is taken for something else when it is read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The number that a customer reads on Stripe's receipt, as `7F3K-92QX`: 40 bits of what the order is.
 * @param digest in hexadecimal, ten digits at least
 */
export function orderNumberOf(digest: string): string {
  const bits = BigInt(`0x${digest.slice(0, 10)}`)
  const letters = Array.from({ length: 8 }, (_, at) => {
    return alphabet[Number((bits >> BigInt(35 - 5 * at)) & 31n)]
  })
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
