import { signPayload } from '#local/stripe/webhooks/sign-payload.ts'
import { eventTypes } from '#local/event-types.ts'
import { applyStripeEvent } from '#server/use-cases/events/apply-stripe-event.ts'
import { createMisses } from '#server/use-cases/purchases/misses.ts'
import { returnFromCheckout } from '#server/use-cases/purchases/return-from-checkout.ts'
import { GatewayError } from '#server/errors.ts'
import { allEnded, watch } from '#tests/calls-under-way.ts'
import { synchronizeSales } from '../../sales/stage/synchronize-sales.ts'
import type { SalesCast } from '../../sales/stage/sales-stage.ts'
import { createRandom } from '../../stage/create-random.ts'
import { webhookSecret } from '../../stage/stage.ts'
import type { CreditStage } from './credit-stage.ts'
import { connections } from './credit-stage.ts'
import type { CreditShop } from './credit-shop.ts'
import { openCreditShop, promises } from './credit-shop.ts'
import { judgeCredits, stepsBack } from './judge-credits.ts'
import { reckonCredits } from './reckon-credits.ts'
import { Busy } from './sessions.ts'
import { createSpenders } from './spenders.ts'

const acts = 7
const day = 86_400
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const patience = new AbortController().signal
/** A handler that was killed on its way. */
class Killed extends Error {}

/**
 * Plays one history: eight at once sell, ring, come back, charge and settle; handlers hang, are killed, come twice or
 * never. @returns what doesn't add up, in words
 */
export async function playCredits(stage: CreditStage, seed: number): Promise<string[]> {
  await stage.empty()
  const { stripe, clock } = stage
  const random = createRandom(seed)
  for (let burnt = 0; burnt < 5; burnt += 1) random()
  const dice = {
    roll: random,
    pick: <Entry>(of: readonly Entry[]) => of[Math.floor(random() * of.length)] ?? null,
  }
  // The server's own time is real: two periods of a plan may have ended by now.
  const now = Math.floor(Date.now() / 1000)
  clock.seconds = now - 64 * day
  const shop = openCreditShop(stripe, dice, now)
  await stage.owner.run(promise(shop))
  const said = new Map<string, number[]>()
  const note = () => {
    for (const { source, revoked } of reckonCredits(stripe, shop)) {
      const told = said.get(source) ?? []
      said.set(source, told)
      if (told.at(-1) !== revoked) told.push(revoked)
    }
  }
  const letters: { event: ReturnType<typeof stripe.events>[number]; tries: number }[] = []
  const [isLossy, hangs] = [random() < 0.5, dice.pick([0, 15, 40])!]
  // Handlers that get in each other's way, or a shop with all that can go wrong there.
  const mostOrders = dice.pick([1, 2, 4, Infinity])!
  const wrong: string[] = []
  let isLost = false

  /** The gateways, as a slow machine on a bad line has them. */
  function castOf(mayDie: boolean): SalesCast {
    const cast = stage.breakRule?.(stage.cast) ?? stage.cast
    const hang = async (call: () => unknown) => {
      if (hangs > 0 && random() < 0.5) await pause(random() * hangs)
      if (mayDie && random() < 0.02) throw new Killed()
      const answer = await call()
      if (hangs > 0 && random() < 0.5) await pause(random() * hangs)
      return answer
    }
    const slowly =
      (call: (...args: unknown[]) => unknown) =>
      (...args: unknown[]) =>
        watch(hang(() => call(...args)))
    const slow = <Gateway>(gateway: Gateway): Gateway =>
      Object.fromEntries(
        Object.entries(gateway as object).map(([name, each]) => [
          name,
          typeof each === 'function' ? slowly(each as (...args: unknown[]) => unknown) : each,
        ]),
      ) as Gateway
    const { sales, records, purchases, returnRecords } = cast
    return {
      ...cast,
      sales: slow(sales),
      records: slow(records),
      purchases: slow(purchases),
      returnRecords: slow(returnRecords),
    }
  }

  /** Whatever a handler may fail of is tried again later. */
  async function handle(run: (cast: SalesCast) => Promise<unknown>, mayDie = isLossy) {
    try {
      await run(castOf(mayDie))
      return true
    } catch (error) {
      const isForeseen =
        error instanceof Killed ||
        error instanceof Busy ||
        (error instanceof GatewayError && error.code === 'database_unavailable')
      if (!isForeseen) wrong.push(String(error))
      return false
    }
  }

  async function deliver(letter: (typeof letters)[number]): Promise<void> {
    const body = JSON.stringify(letter.event)
    const signature = signPayload(body, { secrets: [webhookSecret], signedAt: clock.seconds })
    const isRead = await handle(async (cast) => {
      const world = { ...cast, deadline: () => patience, texts: new Map<string, string>() }
      const { outcome } = await applyStripeEvent(world, { body, signature })
      // The clock reads it.
      if (outcome === 'kept') isLost = true
    })
    letter.tries += 1
    if (!isRead && letter.tries < 20) letters.push(letter)
  }

  async function happen(): Promise<void> {
    const before = stripe.events().length
    const some = shop.orders.size < mostOrders ? [...shop.buying, ...shop.becoming] : shop.becoming
    if ((await dice.pick(some)!()) === null) return
    note()
    const rung = stripe.events().slice(0, stripe.events().length - before)
    for (const event of rung.toReversed().filter(({ type }) => eventTypes.includes(type))) {
      if (isLossy && random() < 0.15) {
        isLost = true
        continue
      }
      letters.push({ event, tries: 0 })
      if (random() < 0.2) letters.push({ event, tries: 0 })
    }
  }

  async function comeBack(): Promise<void> {
    const done = stripe.checkoutSessions().filter(({ status }) => status === 'complete')
    const id = dice.pick(done)?.id
    if (id === undefined) return
    await handle(async (cast) => {
      const { returns, returnRecords: records, livemode } = cast
      const misses = createMisses({ records, now: () => 0 })
      const world = { returns, records, misses, livemode, now: () => clock.seconds * 1000 }
      await returnFromCheckout(world, { body: JSON.stringify({ session: id }), network: 'one' })
    })
  }

  const spenders = createSpenders(stage, dice)
  async function act(): Promise<void> {
    const fate = random()
    if (fate < 0.4) await happen()
    const letter = letters.splice(Math.floor(random() * letters.length), 1)[0]
    if (fate < 0.6 && letter !== undefined) return deliver(letter)
    if (letter !== undefined) letters.push(letter)
    if (fate < 0.66) return comeBack()
    if (fate < 0.67)
      return void (await handle((cast) =>
        synchronizeSales(cast, clock, { isFull: random() < 0.5, isDeaf: false, calls: 8 }),
      ))
    await spenders.act().catch((error: unknown) => void wrong.push(String(error)))
  }
  const inTurn = async () => {
    for (let done = 0; done < acts; done += 1) await act()
  }
  await happen()
  await Promise.all(Array.from({ length: connections }, inTurn))
  while (letters.length > 0)
    await Promise.all(letters.splice(0, connections).map((letter) => deliver(letter)))

  const judge = async (when: string) => {
    // Of what a killed handler did at once, the rest may still be under way.
    await allEnded()
    const found = [...(await judgeCredits(stage, shop)), ...(await stepsBack(stage, said))]
    wrong.push(...found.map((each) => `${when}: ${each}`))
  }
  if (!isLost) await judge('at rest')
  else {
    const cast = stage.breakRule?.(stage.cast) ?? stage.cast
    await synchronizeSales(cast, clock, { isFull: true, isDeaf: false })
    await judge('after the pass')
  }
  return [...wrong, ...spenders.faults()]
}

/** What the prices promise, as the mirror has it. */
function promise({ prices }: CreditShop): string {
  const one = ([name, { price, product }]: [string, { price: string; product: string }]) =>
    `insert into stripe_products (livemode, stripe_product_id, active, deleted, name, last_ticket, read_ticket, updated_at)
       values (false, '${product}', true, false, '${name}', 1, 1, now());
     insert into stripe_prices (livemode, stripe_price_id, stripe_product_id, active, deleted, currency, interval,
       interval_count, credits, last_ticket, read_ticket, updated_at)
       values (false, '${price}', '${product}', true, false, 'eur', ${name === 'plan' ? "'month', 1" : 'null, null'},
         ${promises[name as keyof typeof promises]}, 1, 1, now());`
  return [`select begin_credits(false, '2020-01-01');`, ...Object.entries(prices).map(one)].join(
    '\n',
  )
}
