import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { createStripeCatalogue } from '#server/gateways/stripe/catalogue.ts'
import { createStripeClient } from '#server/gateways/stripe/client.ts'
import { createCatalogueRecords } from '#server/gateways/supabase/catalogue-records.ts'
import { createCustomerRecords } from '#server/gateways/supabase/customer-records.ts'
import { createDataApi } from '#server/gateways/supabase/data-api.ts'
import { passCatalogue } from '#server/use-cases/offers/pass-catalogue.ts'
import type { CatalogueWorld } from '#server/use-cases/offers/read-each.ts'
import { refreshCatalogue } from '#server/use-cases/offers/refresh-catalogue.ts'
import { plays, seed } from '#tests/seed.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { createRandom } from './stage/create-random.ts'
import type { Actor, Gates } from './stage/gates.ts'
import { createGates } from './stage/gates.ts'
import type { Told } from './stage/catalogue-shop.ts'
import { openShop } from './stage/catalogue-shop.ts'

let stripe: StripeStandIn
let supabase: SupabaseStandIn
let world: CatalogueWorld
beforeAll(async () => {
  supabase = await sharedSupabase()
  stripe = await startStripeStandIn()
  const { url: supabaseUrl, publishableKey, secretKey } = supabase
  const api = createDataApi({
    supabaseUrl,
    publishableKey,
    secretKey,
    livemode: false,
    timeout: () => 8000,
  })
  world = {
    catalogue: createStripeCatalogue(createStripeClient(stripe.apiKey, new URL(stripe.url))),
    catalogueRecords: createCatalogueRecords(api),
    records: createCustomerRecords(api),
  }
})
beforeEach(empty)
afterAll(() => stripe.close())

async function empty(): Promise<void> {
  stripe.reset()
  await supabase.database.exec('delete from stripe_products; delete from stripe_prices')
}

async function rows(): Promise<Told[]> {
  const { rows } = await supabase.database.query<Told>(
    `select stripe_product_id as id, name || ' ' || active as says from stripe_products where not deleted
     union all
     select stripe_price_id, credits || ' ' || active from stripe_prices where not deleted
     order by id`,
  )
  return rows
}

/** The world of one handler, each call of which waits at the gates. */
const through = (gates: Gates, actor: Actor): CatalogueWorld => ({
  catalogue: gates.through(actor, world.catalogue),
  catalogueRecords: gates.through(actor, world.catalogueRecords),
  records: gates.through(actor, { takeReadTicket: world.records.takeReadTicket }),
})

/** Throws if a row goes back, if a handler fails, or if at rest the tables don't say what Stripe says. */
async function playHistory(number: number): Promise<void> {
  await empty()
  const random = createRandom(number)
  const pick = <Entry>(of: readonly Entry[]): Entry => of[Math.floor(random() * of.length)]!
  const [shop, gates] = [openShop(stripe), createGates()]
  const newest = new Map<string, number>()
  let isLost = false

  async function ring(id: string): Promise<void> {
    const fate = random()
    if (fate < 0.15) isLost = true
    for (let times = fate < 0.15 ? 0 : fate < 0.85 ? 1 : 2; times > 0; times -= 1)
      await gates.start(
        id,
        async (actor) => void (await refreshCatalogue(through(gates, actor), [id], null)),
      )
  }

  async function act(): Promise<void> {
    const products = shop.things().filter(({ kind }) => kind === 'product')
    const fate = random()
    if (products.length === 0 || fate < 0.1) return ring(shop.product().id)
    if (fate < 0.3) return ring(shop.price(pick(products).id).id)
    const removable = shop.removable()
    if (fate > 0.4 || removable.length === 0)
      return ring(shop.change(pick(shop.things()), random() < 0.7).id)
    const gone = pick(removable)
    shop.remove(gone)
    await ring(gone.id)
    // Under its old id, as a script does that begins again.
    if (gone.kind === 'product' && random() < 0.5) await ring(shop.product(gone.id).id)
  }

  for (let acts = 0; acts < 12 || gates.parked.length > 0;) {
    if (acts < 12 && (gates.parked.length === 0 || random() < 0.06)) {
      acts += 1
      await act()
      continue
    }
    const at = Math.floor(random() * gates.parked.length)
    const isWrite = gates.parked[at]?.what === 'recordCatalogue'
    await gates.release(at)
    if (!isWrite) continue
    for (const { id, says } of await rows()) {
      const version = Number(says.split(' ')[0])
      expect(version, `${id} went back`).toBeGreaterThanOrEqual(newest.get(id) ?? 0)
      newest.set(id, version)
    }
  }
  expect(gates.actors.filter(({ state }) => state !== 'done')).toEqual([])
  if (!isLost) expect(await rows(), 'at rest').toEqual(shop.truth())
  await pass()
  // What was archived and then deleted without a ring is for sale nowhere, and stays.
  const isActive = ({ says }: Told) => says.endsWith('true')
  expect((await rows()).filter(isActive), 'after the pass').toEqual(shop.truth().filter(isActive))
}

/** A pass that begins in an hour, as the clock goes. */
const pass = () =>
  passCatalogue(
    { ...world, now: () => Date.now() + 3_600_000 },
    { passedAt: null, stage: null, after: null, beganAt: null },
    async () => undefined,
  )

async function playHistories(count: number, from = seed): Promise<void> {
  for (let number = from; number < from + count; number += 1)
    await playHistory(number).catch((error: unknown) => {
      throw new Error(`history ${number}: ${String(error)}`, { cause: error })
    })
}

test('whatever rings late, twice or never, no row goes back and the tables become what Stripe says', async () => {
  await playHistories(plays({ short: 3, long: 400 }))
}, 3_600_000)

describe('the test of the test', () => {
  const signatures = [
    'private.record_products(jsonb, bigint)',
    'private.record_prices(jsonb, bigint)',
  ]
  let sound: string[]
  beforeAll(async () => {
    sound = await Promise.all(
      signatures.map(async (signature) => {
        const { rows } = await supabase.database.query<{ definition: string }>(
          'select pg_get_functiondef($1::regprocedure) as definition',
          [signature],
        )
        return rows[0]!.definition
      }),
    )
  })
  afterAll(async () => void (await supabase.database.exec(sound.join(';'))))

  test('rows that keep the number drawn before the read go back', async () => {
    const broken = sound.map((sql) =>
      sql.replaceAll("pg_catalog.nextval('private.read_tickets')", 'ticket'),
    )
    expect(broken).not.toEqual(sound)
    await supabase.database.exec(broken.join(';'))
    // A seed that finds it soon; another one may take some dozens.
    await expect(playHistories(500, 20_261_138)).rejects.toThrow(/went back/)
  }, 600_000)
})
