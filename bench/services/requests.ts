import { createHmac, randomUUID } from 'node:crypto'

/** The signing secret with which the bench's deliveries are signed. */
export const webhookSecret = 'whsec_of_the_bench'

/** What the page asks for links with. */
export function linksRequest(token: string, body?: object): Request {
  return new Request('http://127.0.0.1/api/portal-links', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** A signed `customer.updated`. @param previous the fields that changed, as they were */
export function delivery(
  customer: string,
  previous: { email: string } | { name: string },
): Request {
  const seconds = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'customer.updated',
    livemode: false,
    created: seconds,
    data: {
      object: { id: customer, object: 'customer', email: 'person.1@example.com', livemode: false },
      previous_attributes: previous,
    },
  })
  const v1 = createHmac('sha256', webhookSecret).update(`${seconds}.${body}`).digest('hex')
  return new Request('http://127.0.0.1/api/stripe-webhook', {
    method: 'POST',
    headers: { 'Stripe-Signature': `t=${seconds},v1=${v1}`, 'Content-Type': 'application/json' },
    body,
  })
}
