import fc from 'fast-check'
import type Stripe from 'stripe'
import { beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'

const log = listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
  world.stripe.control({ deliveries: { drop: true } })
})

/** What happens next: a change at Stripe, or one of the rings so far, each time after so many milliseconds of weather. */
type Step =
  | { kind: 'address'; email: string | null }
  | { kind: 'name'; name: string }
  | { kind: 'delete' }
  | { kind: 'ring'; which: number; stripeMs: number; databaseMs: number; isAwaited: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('address' as const),
    email: fc.constantFrom('one@example.com', 'two@example.com', 'ONE@example.com', null),
  }),
  fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom('Ada', 'Eve') }),
  { arbitrary: fc.constant<Step>({ kind: 'delete' }), weight: 1 },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ring' as const),
      which: fc.nat(),
      stripeMs: fc.constantFrom(0, 0, 3, 9),
      databaseMs: fc.constantFrom(0, 0, 3, 9),
      isAwaited: fc.boolean(),
    }),
  },
)

type Delivered = { event: Stripe.Event; status: number }

async function deliver(event: Stripe.Event): Promise<Delivered> {
  return { event, status: (await world.deliver(event)).status }
}

/** As Stripe does, until each has been taken: a handler that others overtook five times gives up. */
async function ringAgain(delivered: Delivered[]): Promise<void> {
  const refused = delivered.filter(({ status }) => status !== 200)
  const faults = log.takeFaults()
  expect(faults.map(({ code }) => code)).toEqual(refused.map(() => 'database_unavailable'))
  for (const { event } of refused) expect((await deliver(event)).status).toBe(200)
}

let run = 0

/** The row must tell what Stripe tells, once every event has rung. */
async function play(steps: Step[]): Promise<void> {
  const { stripe, supabase } = world
  const { id } = stripe.createCustomer({ id: `cus_${(run += 1)}`, email: 'one@example.com' })
  const rings = () =>
    stripe
      .events()
      .filter(
        ({ type, data }) =>
          /^customer\.\w+$/.test(type) && 'id' in data.object && data.object.id === id,
      )
      .toReversed()
  const rung = new Set<string>()
  const underWay: Promise<Delivered>[] = []
  const ring = (event: Stripe.Event) => {
    rung.add(event.id)
    underWay.push(deliver(event))
    return underWay.at(-1)
  }

  for (const next of steps) {
    const lives = stripe.findCustomer(id) !== null
    if (next.kind === 'ring') {
      stripe.control({ latencyMs: next.stripeMs })
      supabase.control({ latencyMs: { rest: next.databaseMs, auth: 0 } })
      const all = rings()
      const delivered = ring(all[next.which % all.length]!)
      if (next.isAwaited) await delivered
    } else if (lives && next.kind === 'delete') stripe.deleteCustomer(id)
    else if (lives && next.kind === 'address') stripe.updateCustomer(id, { email: next.email })
    else if (lives && next.kind === 'name') stripe.updateCustomer(id, { name: next.name })
  }
  // The newest first, and all at once: what never rang so far rings now.
  for (const event of rings().toReversed()) if (!rung.has(event.id)) void ring(event)
  await ringAgain(await Promise.all(underWay))

  const [row] = (await world.rows()).filter(({ stripe_customer_id }) => stripe_customer_id === id)
  const atStripe = stripe.findCustomer(id)
  expect({ email: row?.email, deleted: row?.deleted }).toEqual({
    email: atStripe?.email ?? null,
    deleted: atStripe === null,
  })
}

test('whatever the order, repetition and overlap of its rings, a customer ends as Stripe has it', async () => {
  const stories = fc.array(step, { minLength: 3, maxLength: 9 })
  await fc.assert(fc.asyncProperty(stories, play), {
    numRuns: 30,
    seed: 20261121,
    // A story is short as it is, and telling shorter ones takes minutes.
    endOnFailure: true,
  })
})
