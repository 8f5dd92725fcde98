/** What marks objects of ours at Stripe, so that a second run finds them. */
export const marker = { portal_gateway: 'set-up' }
