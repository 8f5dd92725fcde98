/**
 * The events that Stripe is to deliver to the webhook. The stand-ins share no code with the server, so this is their
 * own list; a test compares it with the server's.
 */
export const eventTypes = ['customer.created', 'customer.updated', 'customer.deleted']
