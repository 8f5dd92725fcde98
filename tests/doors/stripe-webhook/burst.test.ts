import { beforeEach, expect, test, vi } from 'vitest'
import { getGateway } from '#server/wiring.ts'
import { createRandom } from '#tests/convergence/stage/create-random.ts'
import { createCrowd, expectInStep } from '#tests/in-step.ts'
import { plays, seed } from '#tests/seed.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'

listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
  world.loseWebhooks()
})

/** Each answer of Stripe and of the database is held back by 0 to 60 ms: handlers hang between reading and writing. */
function holdAnswersBack(random: () => number): void {
  const { fetch } = globalThis
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
    const answer = await fetch(...request)
    if (!answer.url.startsWith(world.origin)) await pause(random() * 60)
    return answer
  })
}

const pause = (milliseconds: number) =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

async function outcomesOf(deliveries: Promise<Response>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const response of await Promise.all(deliveries)) {
    const { outcome } = (await response.json()) as { outcome?: string }
    const told = `${response.status} ${outcome}`
    counts[told] = (counts[told] ?? 0) + 1
  }
  return counts
}

const seeds = Array.from({ length: plays({ short: 4, long: 150 }) }, (_, place) => seed + place)

test.each(seeds)(
  'twenty overlapping letters about four customers, shuffled and doubled, end well (seed %i)',
  async (each) => {
    const random = createRandom(each)
    const customers = createCrowd(world, 4)
    for (const id of customers.slice(0, 3))
      await world.plantRow(id, world.stripe.findCustomer(id)!.email)
    holdAnswersBack(random)
    const deliveries: Promise<Response>[] = []
    for (let change = 0; change < 10; change += 1) {
      const id = customers[Math.floor(random() * customers.length)]!
      if (change === 7) world.stripe.deleteCustomer(customers[3]!)
      else if (world.stripe.findCustomer(id) !== null)
        world.stripe.updateCustomer(id, { email: `moved.${change}@example.com` })
      const event = world.stripe.events()[0]
      for (let copy = 0; copy < 2; copy += 1)
        deliveries.push(pause(random() * 90).then(() => world.deliver(event)))
      if (random() < 0.5) await pause(random() * 30)
    }
    expect(await outcomesOf(deliveries)).toEqual({ '200 recorded': 20 })
    await expectInStep(world)
  },
)

test.each([plays({ short: 120, long: 1000 })])(
  '%i customers get another address at once, within Stripe’s limits: each letter is answered 200, and one turn of the clock reads what was kept',
  async (count) => {
    const ids = createCrowd(world, count, (place) => 1_700_000_000 + (place >> 1) * 3600)
    for (const id of ids) await world.plantRow(id, 'before@example.com')
    for (const id of ids) world.stripe.updateCustomer(id, { email: `moved.${id}@example.com` })
    world.stripe.deleteCustomer(ids[50]!, { silent: true })
    const events = world.stripe.events().slice(0, count)
    // What the limit lets through in its second depends on the machine: here it is 25 letters.
    const refusal = { path: '^/v1/customers/cus_', status: 429, times: count - 25 }
    const rateLimit = { perSecondPerEndpoint: 25, perSecond: 25 }
    world.stripe.control({ faults: [refusal], rateLimit })

    const answered = await outcomesOf(events.map((event) => world.deliver(event)))
    expect((answered['200 recorded'] ?? 0) + (answered['200 kept'] ?? 0)).toBe(count)
    expect(answered['200 kept']).toBeGreaterThanOrEqual(count - 25)

    // A second later the limits are free again.
    await pause(1100)
    world.stripe.resetCalls()
    const stop = new AbortController()
    const report = await getGateway().syncCustomers({
      budgetSeconds: 26,
      isFull: false,
      perSecond: { backfill: 22, upkeep: 5 },
      signal: stop.signal,
      onProgress: ({ kept }) => void (kept === answered['200 kept'] && stop.abort()),
    })
    expect(report.kept).toBe(answered['200 kept'])
    await expectInStep(world)
    // A hundred a call, and those whom no list shows by themselves.
    expect(world.stripe.calls.length).toBeLessThan(20 + count / 25)
    const { rows } = await world.supabase.database.query('select * from private.kept_letters')
    expect(rows).toEqual([])
  },
)
