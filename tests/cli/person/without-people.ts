/** Tables that hold no address and nothing of one user, with the reason; `forget` leaves them as they are. */
export const withoutPeople: Record<string, string> = {
  'public.stripe_products': 'what Stripe sells',
  'public.stripe_prices': 'for how much',
  'public.sync_state': 'places in the lists of Stripe, by ids',
  'private.credits_since': 'a day for each mode',
  'private.session_misses': 'networks that asked for what is not there, for ten minutes',
  'private.kept_letters': 'ids of objects of Stripe, until they are read',
}

/** Columns with text of tables that `forget` knows, in which no address can be. */
export const withoutAddress: Record<string, string> = {
  'public.stripe_customers.stripe_customer_id': 'an id of Stripe',
  'public.stripe_customers.address': 'made from `email`, which is looked at',
  'private.session_misses.network': 'an IP address, of nobody that is known',
  'private.proven_orders.session': 'an id of Stripe',
  'private.carts.lines': 'ids of prices, and numbers',
  'private.purchases.source': 'an id of Stripe',
  'private.purchases.line': 'an id of Stripe, or a key of the owner’s',
  'private.purchases.note': 'emptied with the account’s address',
  'private.charges.key': 'a key of the owner’s; docs/credits.md says to put no address into it',
  'private.charges.parts': 'numbers',
  'private.charges.purchase': 'an id of Stripe',
  'private.api_tokens.session': 'an id of Stripe',
  'private.api_tokens.sources': 'ids of Stripe',
  'private.api_tokens.name': 'a person’s own word for it, deleted with the token',
  'private.api_tokens.last_four': 'four letters of a token',
  'private.charges.state': 'one of four words',
  'private.purchases.customer': 'an id of Stripe',
  'private.purchases.price': 'an id of Stripe',
  'private.purchases.product': 'an id of Stripe',
  'private.purchases.status': 'a word of Stripe',
  'private.purchases.chain': 'an id of Stripe',
}
