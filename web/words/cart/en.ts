import type { Plural } from '../fill.ts'

/**
 * English, for `<shop-cart>`: what it says beside, or instead of, the words of `web/words/en.ts`. Another language is one
 * more file of this shape, listed in `web/words/cart/locale.ts`.
 */
export const text = {
  faults: {
    lookup: 'We can’t do this right now. Nothing was charged. Please try again in a few minutes.',
    owner: 'Buying isn’t fully set up here yet. Nothing was charged.',
  },
  cart: {
    heading: 'Your cart',
    loading: 'Loading your cart…',
    empty: 'Your cart is empty',
    emptyLead: 'What you add on this site is kept here, in this browser.',
    quantityOf: 'Quantity of {product}',
    remove: 'Remove {product}',
    removed: '{product} removed',
    once: 'Paid once',
    renews: 'Renews until you cancel',
    trial: {
      one: '{count} day free, then {price}',
      other: '{count} days free, then {price}',
    } as Plural,
    custom: 'You choose the amount on the next page',
    byQuantity: 'Depends on the quantity',
    subtotal: 'Subtotal: {amount}',
    later: 'Shipping, taxes and promotion codes come on the next page.',
    ended: 'No longer for sale',
    now: 'Now {price}',
    take: 'Take {product} at this price',
    pay: 'Check out',
    opening: 'Opening Stripe…',
    lead: 'You pay on a secure page at Stripe, which asks for an address only if something is sent to you.',
    endedInOrder:
      'Something in your cart is no longer for sale. Remove it, or take what there is instead.',
    running: 'You already have one of these plans. You can change it instead of paying twice.',
    change: 'Change your plan',
    currency: 'One order is paid in one currency. Please order separately what has another.',
    rhythm: 'One order renews in one rhythm, such as monthly. Please order the others separately.',
    shipping: 'These things can’t be sent together. Please order them separately.',
    suggested: {
      one: 'The link that led here suggests {count} thing.',
      other: 'The link that led here suggests {count} things.',
    } as Plural,
    add: 'Add to your cart',
    leave: 'Leave it',
    separately: 'Not added, because it needs an order of its own: {products}',
    notKept: 'Your browser keeps nothing for this site: the cart lasts until you leave this page.',
    failed: 'Your cart couldn’t be loaded',
    back: 'Back to the cart',
  },
}
