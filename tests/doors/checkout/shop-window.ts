import { expect } from 'vitest'
import { toColumns } from '#server/gateways/supabase/catalogue-records.ts'
import { parsePrice } from '#server/rules/offers/parse-price.ts'
import { parseProduct } from '#server/rules/offers/parse-product.ts'
import type { CheckoutRequest } from '#server/contract/checkout.ts'
import type { Problem } from '#server/contract/problem.ts'
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
export async function record(
  { stripe, supabase }: World,
  price: string,
  product: string,
): Promise<void> {
  const reads = [
    { kind: 'product', id: product, row: parseProduct(stripe.product(product)) },
    { kind: 'price', id: price, row: parsePrice(stripe.price(price)) },
  ] as const
  const [one, other] = reads.map((read) => [toColumns(read, false)])
  const sql = 'select record_catalogue($1, $2, take_read_ticket())'
  await supabase.database.query(sql, [one, other])
}

/** One press on "buy". */
export function orderOf(price: string, more: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return { items: [{ price }], key: crypto.randomUUID(), ...more }
}

/** Asks for the page of an order. */
export const ask = (world: World, body: unknown, token?: string) =>
  world.post('/api/checkout', { body, ...(token === undefined ? {} : { token }) })

/** What a refusal says beside its code. */
export async function refused(
  answered: Promise<Response>,
  status: number,
  code: string,
): Promise<Partial<Problem>> {
  const response = await answered
  const { code: said, ...problem } = (await response.json()) as Problem
  expect([response.status, said]).toEqual([status, code])
  return problem
}

/** The id of the session whose page was opened. */
export async function buy(world: World, body: CheckoutRequest, token?: string): Promise<string> {
  const response = await ask(world, body, token)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const { url, ...rest } = JSON.parse(text) as { url: string }
  expect(rest).toEqual({ key: expect.stringMatching(/^[\w-]{16,64}\.\d+$/) })
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
