/** Something in the cart: a price, and how many. Names and amounts come fresh, every time. */
export type CartLine = { price: string; quantity: number }

/** What a browser keeps of a cart. */
export type Cart = {
  /** 128 random bits, in hexadecimal: what the order is begun under. */
  id: string
  lines: CartLine[]
  /** How often the order of these very lines was begun again. */
  attempt: number
  /** ms since 1970. */
  changedAt: number
}

/** As the door takes them. */
export const most = { lines: 100, quantity: 99 }

/** @param random sixteen random bytes */
export function newCart(random: Uint8Array, now: number): Cart {
  const id = Array.from(random, (each) => each.toString(16).padStart(2, '0')).join('')
  return { id, lines: [], attempt: 0, changedAt: now }
}

/** Reads what was kept; `null` if that is no cart. Anybody may have written it. */
export function parseCart(text: string | null): Cart | null {
  try {
    const { id, lines, attempt, changedAt } = JSON.parse(text ?? '') as Partial<Cart>
    const isWhole =
      typeof id === 'string' &&
      /^[\da-f]{32}$/.test(id) &&
      isLines(lines) &&
      isCount(attempt, 0, 999_999) &&
      Number.isFinite(changedAt)
    return isWhole ? { id, lines, attempt, changedAt: Number(changedAt) } : null
  } catch {
    return null
  }
}

/** Whether a value is lines of a cart: each price once, from 1 to 99 of it, a hundred at most. */
export function isLines(value: unknown): value is CartLine[] {
  if (!Array.isArray(value) || value.length > most.lines) return false
  const isLine = (line: Partial<CartLine> | null) =>
    typeof line?.price === 'string' &&
    isPrice(line.price) &&
    isCount(line.quantity, 1, most.quantity)
  return value.every(isLine) && new Set(value.map(({ price }) => price)).size === value.length
}

/** The form of a price's id. Owners named old ones themselves: `Gold plan`, `gold@2019`. */
export function isPrice(text: string): boolean {
  return /^\w[\w.@+: -]{0,254}$/.test(text)
}

/** The lines with so many of a price: 0 takes it out, more than 99 are 99. A hundred lines take no other. */
export function withQuantity(
  lines: readonly CartLine[],
  price: string,
  quantity: number,
): CartLine[] {
  const count = Math.min(Math.max(0, Math.trunc(quantity)), most.quantity)
  if (count === 0) return lines.filter((line) => line.price !== price)
  if (lines.some((line) => line.price === price))
    return lines.map((line) => (line.price === price ? { price, quantity: count } : line))
  return lines.length < most.lines ? [...lines, { price, quantity: count }] : [...lines]
}

/** Both, each price with the larger of its quantities: nobody gets two of what they put into two carts. */
export function joinLines(own: readonly CartLine[], other: readonly CartLine[]): CartLine[] {
  return other.reduce((lines: readonly CartLine[], { price, quantity }) => {
    const held = lines.find((line) => line.price === price)?.quantity ?? 0
    return withQuantity(lines, price, Math.max(held, quantity))
  }, own) as CartLine[]
}

/** Whether they hold the same, in whichever order. */
export function areSame(one: readonly CartLine[], other: readonly CartLine[]): boolean {
  const text = (lines: readonly CartLine[]) =>
    lines
      .map(({ price, quantity }) => `${quantity} ${price}`)
      .toSorted()
      .join('\n')
  return text(one) === text(other)
}

/** Other lines are another order, which begins at its first attempt. */
export function withLines(cart: Cart, lines: CartLine[], now: number): Cart {
  return areSame(cart.lines, lines) ? cart : { ...cart, lines, attempt: 0, changedAt: now }
}

/** What the door knows the cart by. */
export function keyOf({ id, attempt }: Cart): string {
  return `${id}.${attempt}`
}

/** The cart with the attempt of the key that the door answered, unless that is the key of another order. */
export function withKey(cart: Cart, asked: Cart, key: string): Cart {
  const [id, attempt] = key.split('.')
  const isOurs = id === cart.id && asked.id === cart.id && areSame(asked.lines, cart.lines)
  return isOurs && Number(attempt) > cart.attempt ? { ...cart, attempt: Number(attempt) } : cart
}

function isCount(value: unknown, least: number, greatest: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= greatest
}
