/**
 * The keys of presses. A press that got no answer may have made a page at Stripe, so the next one of the same price asks
 * for that very page; once there is an answer, whatever it is, the next press is another.
 */
export type PressKeys = { of(price: string): string; isAnswered(price: string): void }

/** @param random sixteen random bytes */
export function createPressKeys(random: () => Uint8Array): PressKeys {
  const keys = new Map<string, string>()
  return {
    of(price) {
      const known = keys.get(price)
      if (known !== undefined) return known
      const key = Array.from(random(), (each) => each.toString(16).padStart(2, '0')).join('')
      keys.set(price, key)
      return key
    },
    isAnswered: (price) => void keys.delete(price),
  }
}
