import type { Plural } from '../fill.ts'

/**
 * English, for `<buy-plans>`: what it says beside, or instead of, the words of `web/words/en.ts`. Another language is one
 * more file of this shape, listed in `web/words/plans/locale.ts`.
 */
export const text = {
  faults: {
    lookup: 'We can’t do this right now. Nothing was charged. Please try again in a few minutes.',
    owner: 'Buying isn’t fully set up here yet. Nothing was charged.',
  },
  plans: {
    heading: 'Plans and prices',
    lead: 'You pay on a secure page at Stripe. What you buy works as soon as it’s paid.',
    loading: 'Loading prices…',
    choose: 'Choose {product}',
    opening: 'Opening Stripe…',
    priceOf: 'Price of {product}',
    once: 'Paid once',
    renews: 'Renews until you cancel',
    trial: {
      one: '{count} day free, then {price}. Renews until you cancel',
      other: '{count} days free, then {price}. Renews until you cancel',
    } as Plural,
    byQuantity: 'Depends on the quantity',
    custom: 'You choose the amount',
    least: 'From {amount}',
    most: 'Up to {amount}',
    between: '{least} to {most}',
    suggested: 'Suggested: {amount}',
    creditsPer: '{credits} for every {amount}',
    creditsLater: '{credits} after the trial',
    yours: 'Your plan',
    manage: 'Change or cancel',
    unsure: 'We couldn’t check what you already have.',
    already: 'Already a customer? {manage}',
    see: 'See plans and prices',
    forAccount: 'What you pay for once goes to the credit balance ending {ending}.',
    forPayer:
      'A plan belongs to the email address you pay with, not to the credit balance ending {ending}.',
    running: 'You already have {product}. You can change it instead of paying twice.',
    change: 'Change your plan',
    ended: 'This is no longer for sale. Reload the page to see what is.',
    nothing: 'Nothing is for sale here right now',
    later: 'Please come back later.',
    owner:
      'Is this your site? Add {metadata} to the metadata of each price in Stripe that you sell here, then run {doctor}.',
    failed: 'The prices couldn’t be loaded',
  },
}
