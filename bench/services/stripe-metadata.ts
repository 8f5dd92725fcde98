import Stripe from 'stripe'
import { startStripeStandIn } from '#local/stripe/index.ts'

const most = 1000

/** A balance in a customer's metadata, as many sites keep it: so many charge it at once, by a read and a write each. */
export async function chargeInMetadata({
  callers,
  latencyMs,
}: {
  callers: number
  latencyMs: number
}): Promise<{ milliseconds: number; callsEach: number; lost: number }> {
  const stripe = await startStripeStandIn()
  const { hostname: host, port } = new URL(stripe.url)
  const sdk = new Stripe(stripe.apiKey, { protocol: 'http', host, port })
  const { id } = stripe.createCustomer({ email: 'plain@example.com' })
  const write = (credits: number) =>
    sdk.customers.update(id, { metadata: { credits: String(credits) } })
  const read = async () => {
    const customer = (await sdk.customers.retrieve(id)) as Stripe.Customer
    return Number(customer.metadata['credits'])
  }
  await write(most)
  stripe.control({ latencyMs })
  stripe.resetCalls()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: callers }, async () => write((await read()) - 1)))
  const milliseconds = performance.now() - startedAt
  const callsEach = stripe.calls.length / callers
  const lost = callers - (most - (await read()))
  await stripe.close()
  return { milliseconds, callsEach, lost }
}
