import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { createRandom } from '../stage/create-random.ts'
import type { SoldRow } from './stage/purchase-log.ts'
import { reckon } from './stage/reckoning.ts'
import type { SalesCast } from './stage/sales-stage.ts'
import { useSalesStage } from './stage/sales-stage.ts'
import { fillShelf, openSdk } from './stage/shelf.ts'
import { synchronizeSales } from './stage/synchronize-sales.ts'

const stage = useSalesStage()
const random = createRandom(20261127)

/** Of sessions, of subscriptions and of invoices. */
const each = 3500
const pages = (3 * each) / 100

/** So much was sold before the gateway was there. */
async function sellMuch(): Promise<Map<string, Stripe.LineItem[]>> {
  const { stripe, clock } = stage
  const { book, plans } = fillShelf(stripe)
  for (let at = 0; at < each; at += 1) {
    const email = `person.${at}@example.com`
    const created = clock.seconds - 86_400 - at
    const customer = stripe.createCustomer({ email, created }, { silent: true }).id
    const items = [{ price: plans[at % 2]! }]
    stripe.createSubscription({ customer, items, created }, { silent: true })
    stripe.createSale({ email, created, lines: [{ price: book }] })
  }
  // One event, so that there is something to begin behind.
  stripe.createCustomer({ email: 'anchor@example.com' })
  const lines = new Map<string, Stripe.LineItem[]>()
  const list = openSdk(stripe).checkout.sessions.list({ limit: 100, expand: ['data.line_items'] })
  for await (const session of list) lines.set(session.id, session.line_items!.data)
  return lines
}

/** The same world, in which a process is killed at one of its next calls: it never hears what became of it. */
function killSoon(cast: SalesCast): { doomed: SalesCast; killed: Promise<'killed'> } {
  let left = 5 + Math.floor(random() * 60)
  const isSent = random() < 0.5
  const { promise: killed, resolve: kill } = Promise.withResolvers<'killed'>()
  const never = new Promise<never>(() => undefined)
  type Call = (...args: unknown[]) => Promise<unknown>
  const doom =
    (call: Call): Call =>
    async (...args) => {
      left -= 1
      if (left > 0) return call(...args)
      if (left === 0 && isSent) await call(...args)
      kill('killed')
      return never
    }
  const { livemode, ...gateways } = cast
  const doomed = Object.entries(gateways).map(([name, gateway]) => {
    const calls = Object.entries(gateway as Record<string, Call>)
    return [name, Object.fromEntries(calls.map(([verb, call]) => [verb, doom(call)]))] as const
  })
  return { doomed: { livemode, ...Object.fromEntries(doomed) } as SalesCast, killed }
}

/** Runs until everything is listed; each run but the last is killed, or is out of its budget. */
async function runThroughInterruptions(): Promise<{ kills: number; cuts: number }> {
  const told = { kills: 0, cuts: 0 }
  const order = { isFull: false, isDeaf: true }
  for (;;) {
    if (random() < 0.5) {
      const { doomed, killed } = killSoon(stage.salesCast())
      const ended = await Promise.race([killed, synchronizeSales(doomed, stage.clock, order)])
      if (ended === 'killed') told.kills += 1
      else if (ended.isComplete) return told
      continue
    }
    const calls = 3 + Math.floor(random() * 25)
    const report = await synchronizeSales(stage.salesCast(), stage.clock, { ...order, calls })
    if (report.isComplete) return told
    told.cuts += 1
  }
}

const lineOf = ({ source, line }: SoldRow) => `${source} ${line}`

test(`a pass of more than ${pages - 1} pages that is killed or cut off anywhere resumes where it was, and ends complete`, async () => {
  const lines = await sellMuch()
  stage.stripe.resetCalls()
  const { kills, cuts } = await runThroughInterruptions()
  expect(kills).toBeGreaterThan(5)
  expect(cuts).toBeGreaterThan(3)

  const paths = ['/v1/checkout/sessions', '/v1/subscriptions', '/v1/invoices']
  const listed = stage.stripe.calls.filter(({ path }) => paths.includes(path)).length
  expect(listed).toBeGreaterThanOrEqual(pages)
  // At most the page under way is listed twice.
  expect(listed).toBeLessThanOrEqual(pages + kills + cuts)

  const truth = [...reckon(stage.stripe, lines).values()].flat()
  const rows = new Map((await stage.purchases.rows()).map((row) => [lineOf(row), row]))
  expect(truth).toHaveLength(3 * each)
  expect(rows.size).toBe(truth.length)
  for (const said of truth) expect(rows.get(lineOf(said))).toMatchObject(said)
})
