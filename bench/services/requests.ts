import { randomUUID } from 'node:crypto'
import { signPayload } from '#local/stripe/webhooks/sign-payload.ts'

/** The secret with which every delivery here is signed. */
export const webhookSecret = 'whsec_of_the_bench'

/** What the page asks for links with. */
export function linksRequest(token: string): Request {
  return new Request('http://127.0.0.1/api/portal-links', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
}

/** What anyone asks what is for sale with. */
export function offersRequest(): Request {
  return new Request('http://127.0.0.1/api/offers')
}

/** What a browser that comes back from paying asks with. */
export function purchaseRequest(session: string): Request {
  const body = JSON.stringify({ session })
  return new Request('http://127.0.0.1/api/purchase', { method: 'POST', body })
}

/** A press on an offer. @param token a visitor's proof; `null`: they proved nothing */
export function checkoutRequest(price: string, token: string | null): Request {
  const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` }
  const body = JSON.stringify({ items: [{ price, quantity: 1 }], key: randomUUID() })
  return new Request('http://127.0.0.1/api/checkout', { method: 'POST', headers, body })
}

/** The fields of a customer that changed, as they were before. */
type Previous = { email: string } | { name: string }

/** Body and headers of a signed `customer.updated`. */
export function signedUpdate(customer: string, previous: Previous) {
  const created = Math.floor(Date.now() / 1000)
  const object = {
    id: customer,
    object: 'customer',
    email: 'person.1@example.com',
    livemode: false,
  }
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'customer.updated',
    livemode: false,
    created,
    data: { object, previous_attributes: previous },
  })
  const signature = signPayload(body, { secrets: [webhookSecret], signedAt: created })
  return { body, headers: { 'stripe-signature': signature, 'content-type': 'application/json' } }
}

/** The same as a request to the door. */
export function delivery(customer: string, previous: Previous): Request {
  const update = { method: 'POST', ...signedUpdate(customer, previous) }
  return new Request('http://127.0.0.1/api/stripe-webhook', update)
}
