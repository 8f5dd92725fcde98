import type { Cart, CartLine } from './cart.ts'
import { newCart, parseCart, withLines } from './cart.ts'

const name = 'cart:v1'

/** The cart of this browser: one for all of its tabs. */
export type KeptCart = {
  /** As it is now, whichever tab wrote it. */
  read(): Cart
  /** Writes what the change makes of the cart as it is now. */
  change(change: (cart: Cart) => Cart): Cart
  setLines(change: (lines: readonly CartLine[]) => CartLine[]): Cart
  /** A new one, empty, if this is still the cart. */
  empty(id: string): void
  /** Tells of changes by other tabs, until the signal. */
  watch(tell: () => void, signal: AbortSignal): void
  /** Whether the browser keeps it; else it lasts until the page is left. */
  isKept(): boolean
}

/** What a browser lends. */
type Browser = Pick<Window, 'addEventListener'> & {
  findStorage: () => Storage
  random: () => Uint8Array
  now: () => number
}

/** Keeps nothing but ids and quantities. A browser that refuses storage is no fault. */
export function createKeptCart({ findStorage, random, now, addEventListener }: Browser): KeptCart {
  let own: Cart | null = null
  let isKept = true
  function find(): string | null {
    try {
      return findStorage().getItem(name)
    } catch {
      isKept = false
      return null
    }
  }
  function write(cart: Cart): Cart {
    own = cart
    try {
      findStorage().setItem(name, JSON.stringify(cart))
      isKept = true
    } catch {
      isKept = false
    }
    return cart
  }
  function read(): Cart {
    const kept = parseCart(find())
    // Without storage, what this page made itself.
    return kept ?? (isKept ? null : own) ?? (own = newCart(random(), now()))
  }
  const kept: KeptCart = {
    read,
    change(change) {
      const before = read()
      const after = change(before)
      return after === before ? before : write(after)
    },
    setLines: (change) => kept.change((cart) => withLines(cart, change(cart.lines), now())),
    empty: (id) => void kept.change((cart) => (cart.id === id ? newCart(random(), now()) : cart)),
    watch(tell, signal) {
      addEventListener('storage', ({ key }) => (key === name || key === null) && tell(), { signal })
    },
    isKept: () => (find(), isKept),
  }
  return kept
}

/** The cart of the page's own browser. */
export function keptCart(): KeptCart {
  return createKeptCart({
    findStorage: () => localStorage,
    random: () => crypto.getRandomValues(new Uint8Array(16)),
    now: () => Date.now(),
    addEventListener: window.addEventListener.bind(window),
  })
}
