import { expect } from 'vitest'
import { eventTypes } from '#local/event-types.ts'
import { GatewayError } from '#server/errors.ts'
import { createRandom } from '../../stage/create-random.ts'
import { createGates } from '../../stage/gates.ts'
import type { Letter } from './handlers.ts'
import { createHandlers } from './handlers.ts'
import type { Market } from './market.ts'
import { openMarket } from './market.ts'
import type { SalesStage } from './sales-stage.ts'
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

const anchor = 'cus_anchor'
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
  // Handlers that get in each other's way, or everything that can go wrong in a shop.
  const mostOrders = dice.pick([1, 1, 2, Infinity, Infinity])!
  const hang = random() < 0.5 ? mostHang : 0
  const gates = createGates()
  const letters: Letter[] = []
  const hangs = new WeakMap<object, number>()
  const story: string[] = [
    `seed ${number}${isDeaf ? ', deaf' : ''}, ${mostOrders} orders, hanging ${hang}`,
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
  if (isDeaf || mostOrders === Infinity) await market.sellLongAgo(clock.seconds)
  await synchronizeSales(stage.salesCast(), clock, { isFull: true, isDeaf })
  await purchases.take()
  const witness = createWitness(stripe, market.orders.lines, why)

  const handlers = createHandlers({
    stage,
    gates,
    witness,
    letters,
    isDeaf,
    happened: () => happened,
  })
  const complete = () => stripe.checkoutSessions().filter(({ status }) => status === 'complete')

  async function happen(): Promise<void> {
    const [before, sold] = [stripe.events().length, complete().length]
    story.push(await market.happen(mostOrders))
    const rung = stripe.events().slice(0, stripe.events().length - before)
    for (const event of rung.toReversed())
      if (!isDeaf && eventTypes.includes(event.type)) letters.push({ event, tries: 0 })
    witness.tick()
    // Most letters arrive at once.
    if (letters.length > 0 && random() < 0.4) await handlers.deliver(letters.pop()!, random() < 0.3)
    if (complete().length > sold && random() < 0.6) await handlers.comeBack(complete()[0]!)
  }

  async function obey(): Promise<void> {
    const fate = random()
    if (fate < 0.42) return happen()
    const letter = Math.floor(random() * letters.length)
    if (fate < 0.7 && letters.length > 0) {
      const isRepeated = random() < 0.25
      const [chosen] = isRepeated ? [letters[letter]!] : letters.splice(letter, 1)
      return handlers.deliver(chosen!, random() < 0.3)
    }
    if (fate < 0.75) {
      if (letters.splice(letter, 1).length > 0) isLost = true
      return
    }
    if (fate < 0.84) return handlers.comeBack(dice.pick(complete()))
    if (fate < 0.88) {
      const calls = random() < 0.5 ? null : 1 + Math.floor(random() * 12)
      const isFull = random() < 0.4
      return handlers.synchronize(isFull, calls)
    }
    const running = gates.actors.filter(({ state }) => state === 'running')
    const actor = dice.pick(running)
    if (fate < 0.92 && actor !== null) {
      isLost = true
      story.push(`${actor.name} is killed`)
      return gates.crash(actor, random() < 0.5)
    }
    if (fate < 0.95) {
      const late = dice.pick(running.filter(handlers.hasDeadline))
      if (late !== null) handlers.timeOut(late)
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
    witness.see(written, actor)
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
    else for (const letter of letters.splice(0)) await handlers.deliver(letter, false)
  }
  for (const { name, state, error } of gates.actors) {
    expect(state, `"${name}" waits for nobody${why()}`).not.toBe('running')
    if (state === 'failed') assertForeseen(name, error, why())
  }
  return { market, witness, story, isDeaf, isLost: isLost || handlers.isKept() }
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
