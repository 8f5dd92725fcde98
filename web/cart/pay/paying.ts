const name = 'cart:paying'

/** Remembers, in this tab, which cart left for Stripe's page: what comes back paid is that one, and no other. */
export function rememberPaying(cart: string): void {
  try {
    sessionStorage.setItem(name, cart)
  } catch {
    // Then it is emptied by hand.
  }
}

/** Forgets it. `null`: no cart left from this tab. */
export function takePaying(): string | null {
  try {
    const cart = sessionStorage.getItem(name)
    sessionStorage.removeItem(name)
    return cart
  } catch {
    return null
  }
}
