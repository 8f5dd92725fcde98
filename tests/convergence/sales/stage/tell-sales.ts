import type Stripe from 'stripe'
import { expect } from 'vitest'
import { eventTypes } from '#local/event-types.ts'
import { signPayload } from '#local/stripe/webhooks/sign-payload.ts'
import { thinEventOf } from '#local/stripe/webhooks/thin-event.ts'
import { GatewayError } from '#server/errors.ts'
import { applyStripeEvent } from '#server/use-cases/events/apply-stripe-event.ts'
import { createMisses } from '#server/use-cases/purchases/misses.ts'
import { returnFromCheckout } from '#server/use-cases/purchases/return-from-checkout.ts'
import { createRandom } from '../../stage/create-random.ts'
import type { Actor } from '../../stage/gates.ts'
import { createGates } from '../../stage/gates.ts'
import { webhookSecret } from '../../stage/stage.ts'
import type { Market } from './market.ts'
import { openMarket } from './market.ts'
import { sourcesOf } from './reckoning.ts'
import type { SalesCast, SalesStage } from './sales-stage.ts'
import { synchronizeSales } from './synchronize-sales.ts'
import type { Witness } from './witness.ts'
import { createWitness } from './witness.ts'

export type Told = {
  market: Market
  witness: Witness
  /** Everything that happened, for anyone who looks into a failure. */
  story: string[]
  /** No event reaches anybody: only the pass is left. */
  isDeaf: boolean
  /** A letter was lost, or its reader was killed. */
  isLost: boolean
}

type Letter = { event: Stripe.Event; tries: number }

const anchor = 'cus_anchor'
const mostTries = 20
const mostHang = 40

/**
 * Plays a history of orders and of all that becomes of them, with the real handlers, one call at a time, until every
 * handler has ended and no letter waits. Whoever was answered that a thing is recorded finds it recorded at once.
 */
export async function tellSales(stage: SalesStage, number: number): Promise<Told> {
  await stage.emptySales()
  const { stripe, clock, purchases } = stage
  const random = createRandom(number)
  for (let burnt = 0; burnt < 5; burnt += 1) random()
  const dice = {
    roll: random,
    pick: <Entry>(of: readonly Entry[]) => of[Math.floor(random() * of.length)] ?? null,
  }
  const isDeaf = random() < 0.2
  const isCrowded = random() < 0.6
  const hang = random() < 0.5 ? mostHang : 0
  const gates = createGates()
  const letters: Letter[] = []
  const deadlines = new Map<Actor, AbortController>()
  const hangs = new WeakMap<object, number>()
  const story: string[] = [
    `seed ${number}${isDeaf ? ', deaf' : ''}${isCrowded ? ', crowded' : ''}, hanging ${hang}`,
  ]
  let [happened, isLost] = [0, false]
  const why = () => `\n${story.join('\n')}`

  stripe.createCustomer({ id: anchor, email: 'anchor@example.com' })
  const market = openMarket(stripe, dice, {
    isDeaf,
    accounts: async () => {
      const { rows } = await stage.supabase.database.query<{ id: string }>(
        'select id from private.accounts order by made_at, address',
      )
      return rows.map(({ id }) => id)
    },
  })
  for (let old = Math.floor(random() * 3); old > 0; old -= 1)
    await market.sellLongAgo(clock.seconds)
  await synchronizeSales(stage.salesCast(), clock, { isFull: true, isDeaf })
  await purchases.take()
  const witness = createWitness(stripe, market.orders.lines, why)

  const castOf = (actor: Actor): SalesCast => {
    const { livemode, ...gateways } = witness.watch(stage.salesCast(), actor)
    const gated = Object.entries(gateways).map(([name, each]) => [name, gates.through(actor, each)])
    return { livemode, ...(Object.fromEntries(gated) as typeof gateways) }
  }
  const start = (name: string, run: (actor: Actor) => Promise<void>) =>
    gates.start(`${name} #${happened}`, run)

  function assertHeld(sources: string[], since: number): void {
    for (const source of sources)
      if (!witness.holds(source, since))
        throw new Error(`${source} was answered, and is not recorded${why()}`)
  }

  async function deliver(letter: Letter, isThin: boolean): Promise<void> {
    const { event } = letter
    const { id } = event.data.object as { id: string }
    const since = witness.now()
    const body = JSON.stringify(isThin ? thinEventOf(event, { withChanges: true }) : event)
    const signature = signPayload(body, { secrets: [webhookSecret], signedAt: clock.seconds })
    await start(`${event.type} ${id}`, async (actor) => {
      try {
        const over = new AbortController()
        deadlines.set(actor, over)
        const world = { ...castOf(actor), deadline: () => over.signal, texts: new Map() }
        const { outcome } = await applyStripeEvent(world, { body, signature })
        if (outcome === 'kept') isLost = true
        const isSale = !event.type.startsWith('customer.') || event.type.includes('subscription')
        if (outcome === 'recorded' && isSale) assertHeld(sourcesOf(stripe, id), since)
      } catch (error) {
        letter.tries += 1
        if (letter.tries < mostTries) letters.push(letter)
        throw error
      }
    })
  }

  const complete = () => stripe.checkoutSessions().filter(({ status }) => status === 'complete')

  /** A browser comes back from paying, or once more. */
  async function comeBack(session: Stripe.Checkout.Session | null): Promise<void> {
    if (session === null) return
    const since = witness.now()
    await start(`return ${session.id}`, async (actor) => {
      const cast = castOf(actor)
      const { returns, returnRecords: records, livemode } = cast
      const misses = createMisses({ records, now: () => 0 })
      const now = () => clock.seconds * 1000
      const { status } = await returnFromCheckout(
        { returns, records, misses, livemode, now },
        { body: JSON.stringify({ session: session.id }), network: 'a network' },
      )
      if (status !== 'paid') return
      const { id, subscription, invoice } = session
      assertHeld(
        [id, subscription, invoice].filter((each) => typeof each === 'string'),
        since,
      )
    })
  }

  async function happen(): Promise<void> {
    const [before, sold] = [stripe.events().length, complete().length]
    story.push(await market.happen(isCrowded))
    const rung = stripe.events().slice(0, stripe.events().length - before)
    for (const event of rung.toReversed())
      if (!isDeaf && eventTypes.includes(event.type)) letters.push({ event, tries: 0 })
    witness.tick()
    if (complete().length > sold && random() < 0.6) await comeBack(complete()[0]!)
  }

  async function obey(): Promise<void> {
    const fate = random()
    if (fate < 0.42) return happen()
    const letter = Math.floor(random() * letters.length)
    if (fate < 0.7 && letters.length > 0) {
      const isRepeated = random() < 0.25
      const [chosen] = isRepeated ? [letters[letter]!] : letters.splice(letter, 1)
      return deliver(chosen!, random() < 0.3)
    }
    if (fate < 0.75) {
      if (letters.splice(letter, 1).length > 0) isLost = true
      return
    }
    if (fate < 0.84) return comeBack(dice.pick(complete()))
    if (fate < 0.88) {
      const calls = random() < 0.5 ? null : 1 + Math.floor(random() * 12)
      const isFull = random() < 0.4
      await start(`sync${isFull ? ' in full' : ''}`, async (actor) => {
        await synchronizeSales(castOf(actor), clock, { isFull, calls, isDeaf })
      })
      return
    }
    const running = gates.actors.filter(({ state }) => state === 'running')
    const actor = dice.pick(running)
    if (fate < 0.92 && actor !== null) {
      isLost = true
      story.push(`${actor.name} is killed`)
      return gates.crash(actor, random() < 0.5)
    }
    if (fate < 0.95) {
      const late = dice.pick(running.filter((each) => deadlines.has(each)))
      if (late !== null) deadlines.get(late)?.abort()
      return gates.quiet()
    }
    clock.seconds += dice.pick([1, 300, 3600, 5 * 86_400])!
  }

  /** Where the parked calls are that may move now. */
  function awake(): number[] {
    return gates.parked.flatMap((step, at) => {
      if (hang > 0 && step.what.startsWith('record') && !step.isSent && !hangs.has(step))
        hangs.set(step, happened + Math.floor(random() * hang))
      return (hangs.get(step) ?? 0) > happened ? [] : [at]
    })
  }

  async function goOn(at: number): Promise<void> {
    const { actor, what, isSent } = gates.parked[at]!
    story.push(`${actor.name}: ${what} ${isSent ? 'answered' : 'sent'}`)
    await gates.release(at)
    if (isSent || !what.startsWith('record')) return
    const written = await purchases.take()
    witness.see(written, actor, what === 'record')
    if (written.length > 0 || what === 'record') await assertRightOwners(stage, why)
  }

  // Mostly short ones: what is rare takes many, and few take long.
  const acts = 6 + Math.floor(random() ** 2 * 30)
  for (let done = 0; ; happened += 1) {
    const awaken = awake()
    const isNext = done < acts && (gates.parked.length === 0 || random() < 0.35)
    if (isNext) {
      done += 1
      await obey()
    } else if (gates.parked.length > 0)
      // Everybody hangs: the first one awakes.
      await goOn(awaken.length > 0 ? awaken[Math.floor(random() * awaken.length)]! : 0)
    else if (done < acts) continue
    else if (letters.length === 0) break
    else for (const letter of letters.splice(0)) await deliver(letter, false)
  }
  for (const { name, state, error } of gates.actors) {
    expect(state, `"${name}" waits for nobody${why()}`).not.toBe('running')
    if (state === 'failed') assertForeseen(name, error, why())
  }
  return { market, witness, story, isDeaf, isLost }
}

/** A customer's rows are under the present address of its own row, at every moment. */
async function assertRightOwners(stage: SalesStage, why: () => string): Promise<void> {
  const { rows } = await stage.supabase.database.query(
    `select kept.source, kept.line, owner.address, known.address as wanted
     from private.purchases as kept
     join stripe_customers as known on known.stripe_customer_id = kept.customer
     left join private.accounts as owner on owner.id = kept.account_id
     where not kept.is_referenced and not known.deleted and known.address <> ''
       and owner.address is distinct from known.address`,
  )
  if (rows.length > 0)
    throw new Error(`rows are under the wrong account: ${JSON.stringify(rows)}${why()}`)
}

/** What a handler may fail of here: others kept writing, a signature or an hour that was over. */
const foreseen = ['database_unavailable', 'signature_invalid', 'session_expired']

function assertForeseen(name: string, error: unknown, why: string): void {
  if (!(error instanceof GatewayError) || !foreseen.includes(error.code))
    throw new Error(`"${name}" failed: ${String(error)}${why}`, { cause: error })
}
