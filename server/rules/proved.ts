declare const proof: unique symbol
type Proved<Name extends string> = string & { readonly [proof]: Name }

/*
 * Values that were proved once, each by the one function that its comment names. Where one of them is due, a raw string
 * does not compile.
 */

/** `cus_...`, of the form that the table keeps: `isCustomerId`. */
export type CustomerId = Proved<'CustomerId'>
/** An address in the one spelling under which addresses are compared: `foldAddress`. */
export type FoldedAddress = Proved<'FoldedAddress'>
/** A visitor's token whose signature and claims prove an address: `AccessTokens.prove`. */
export type AccessToken = Proved<'AccessToken'>
/** `evt_...`: `isEventId`. */
export type EventId = Proved<'EventId'>
/** The id of a product, as one of Stripe's prices names it: `productOf`. Owners may choose it themselves. */
export type ProductId = Proved<'ProductId'>

/**
 * Guests (`gcus_`) have no portal. Old integrations chose the rest of an id themselves, an address even: what means
 * nothing to a URL or to a list of the Data API is taken. https://github.com/stripe/stripe-node/pull/968
 */
export function isCustomerId(id: unknown): id is CustomerId {
  return typeof id === 'string' && /^cus_[\w.@+-]{1,251}$/.test(id)
}

/** Whether it has the form of an event's id. */
export function isEventId(id: unknown): id is EventId {
  return typeof id === 'string' && /^evt_\w+$/.test(id)
}

/** A price holds its product's id, or the product itself if it was expanded. */
export function productOf({ product }: { product: string | { id: string } }): ProductId {
  return (typeof product === 'string' ? product : product.id) as ProductId
}
