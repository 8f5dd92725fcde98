/** A cart, and how often its order was begun again: after it expired, or where Stripe repeats a failure. */
export type PressKey = { cart: string; attempt: number }

/** Reads `<cart>.<attempt>`; without a dot it is the first attempt. `null`: not of the documented form. */
export function parsePressKey(key: unknown): PressKey | null {
  if (typeof key !== 'string') return null
  const [, cart, attempt = '0'] = /^([\w-]{16,64})(?:\.(0|[1-9]\d{0,5}))?$/.exec(key) ?? []
  return cart === undefined ? null : { cart, attempt: Number(attempt) }
}

/** As the answer names it. */
export function writePressKey({ cart, attempt }: PressKey): string {
  return `${cart}.${attempt}`
}
