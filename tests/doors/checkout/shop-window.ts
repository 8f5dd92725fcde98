import { expect } from 'vitest'
import type { CheckoutRequest } from '#server/contract/checkout.ts'
import type { World } from '#tests/world.ts'

type Fields = Omit<Parameters<World['stripe']['createPrice']>[0], 'product'>

/** Puts a product up for sale with one price, at Stripe and in the tables. @returns the ids of both */
export async function offer(
  world: World,
  fields: Fields = {},
  product = world.stripe.createProduct({ name: 'Pro' }).id,
): Promise<{ price: string; product: string }> {
  const metadata = { offer: 'yes', ...fields.metadata }
  const price = world.stripe.createPrice({ currency: 'eur', ...fields, product, metadata }).id
  await record(world, price, product)
  return { price, product }
}

/** As a read of Stripe records them. */
async function record({ supabase }: World, price: string, product: string): Promise<void> {
  const known = { livemode: false, active: true, deleted: false, stripe_product_id: product }
  await supabase.database.query('select record_catalogue($1, $2, take_read_ticket())', [
    [{ ...known, name: 'Pro' }],
    [{ ...known, stripe_price_id: price, is_offered: true, currency: 'eur' }],
  ])
}

/** One press on "buy". */
export function orderOf(price: string, more: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return { items: [{ price }], key: crypto.randomUUID(), ...more }
}

/** Asks for the page of an order. */
export const ask = (world: World, body: unknown, token?: string) =>
  world.post('/api/checkout', { body, ...(token === undefined ? {} : { token }) })

/** The id of the session whose page was opened. */
export async function buy(world: World, body: CheckoutRequest, token?: string): Promise<string> {
  const response = await ask(world, body, token)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const { url, ...rest } = JSON.parse(text) as { url: string }
  expect(rest).toEqual({})
  return url.slice(url.lastIndexOf('/') + 1)
}

/** What Stripe was told of each order, oldest first. */
export function told({ stripe }: World): Record<string, unknown>[] {
  return writes({ stripe } as World)
    .filter(({ path }) => path === '/v1/checkout/sessions')
    .map(({ params }) => ({ ...params }))
}

/** What was written at Stripe. */
export function writes({ stripe }: World) {
  return stripe.calls.filter(({ method }) => method !== 'GET')
}
