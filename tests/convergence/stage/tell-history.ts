import type Stripe from 'stripe'
import { expect } from 'vitest'
import { signPayload } from '#local/stripe/webhooks/sign-payload.ts'
import { thinEventOf } from '#local/stripe/webhooks/thin-event.ts'
import { GatewayError } from '#server/errors.ts'
import { applyStripeEvent } from '#server/use-cases/events/apply-stripe-event.ts'
import { findOwnCustomers } from '#server/use-cases/customers/find-own-customers.ts'
import { routeEvent, subjects } from '#server/use-cases/events/route-event.ts'
import { syncCustomers } from '#server/use-cases/sync/sync-customers.ts'
import type { SyncReport } from '#server/use-cases/sync/sync-run.ts'
import { foldAddress } from '#server/rules/fold-address.ts'
import type { AccessToken, CustomerId } from '#server/rules/proved.ts'
import { createRandom } from './create-random.ts'
import type { Actor } from './gates.ts'
import { createGates } from './gates.ts'
import type { Command, History } from './history.ts'
import { addresses } from './history.ts'
import type { Cast, Day, Stage } from './stage.ts'
import { webhookSecret } from './stage.ts'

/** The addresses that one customer had, in order; `deleted` at the end. */
type Life = (string | null)[]

export type Told = {
  lives: ReadonlyMap<string, Life>
  /** Everything that happened, for anyone who looks into a failure. */
  story: readonly string[]
}

/** One who lives from the beginning to the end, so that a key of another account is always found out. */
export const anchor = 'cus_anchor' as CustomerId
const mostTries = 20

/**
 * Plays a history with the real handlers, one call at a time, until every handler has ended and no letter waits.
 * Whenever a webhook's handler has ended well, and nothing changed since it began, the row is right at once.
 */
export async function tellHistory(stage: Stage, history: History): Promise<Told> {
  const { stripe, clock } = stage
  await stage.empty()
  const gates = createGates()
  const story: string[] = []
  const lives = new Map<string, Life>()
  const letters: { event: Stripe.Event; tries: number }[] = []
  /** By customer: how many things had happened at their last change. */
  const changedAt = new Map<string, number>()
  /** Customers whose row must be right now. */
  const answeredFor: string[] = []
  /** By customer: as long as nothing has changed since, its row is right or its letter is kept. */
  const keptFor = new Map<string, number>()
  const deadlines = new Map<Actor, AbortController>()
  /** Calls that hang until so many things have happened. */
  const hangs = new WeakMap<object, number>()
  let happened = 0
  let day: Day = 'own'
  let dayEnds = 0
  const commands = [...history.commands]

  const random = createRandom(history.fate)
  const choose = (among: number) => Math.floor(random() * among)
  const castOf = (actor: Actor): Cast => {
    const { livemode, ...gateways } = stage.cast(day, history)
    const gated = Object.entries(gateways).map(([name, each]) => [name, gates.through(actor, each)])
    return { livemode, ...(Object.fromEntries(gated) as typeof gateways) }
  }

  function change(id: string, act: () => void): void {
    const before = stripe.events().length
    act()
    changedAt.set(id, happened)
    const life = lives.get(id) ?? []
    life.push(stripe.findCustomer(id)?.email ?? 'deleted')
    lives.set(id, life)
    const rung = stripe.events().slice(0, stripe.events().length - before)
    letters.push(...rung.toReversed().map((event) => ({ event, tries: 0 })))
  }

  function findLiving(place: number) {
    const living = [...lives.keys()]
      .map((id) => stripe.findCustomer(id))
      .filter((one) => one !== null)
    return living[place % Math.max(1, living.length)] ?? null
  }

  /** Every address that a customer ever had is spelled in a way of its own. */
  function spell(id: string, address: number): string {
    const version = lives.get(id)?.length ?? 0
    const domain = ['e', 'x', 'a', 'm', 'p', 'l', 'e'].map((letter, at) =>
      (version >> at) % 2 === 1 ? letter.toUpperCase() : letter,
    )
    return `${addresses[address % addresses.length]}@${domain.join('')}.com`
  }

  async function start(name: string, run: (actor: Actor) => Promise<void>): Promise<void> {
    await gates.start(`${name} #${happened}`, run)
  }

  async function deliver(letter: (typeof letters)[number], isThin: boolean): Promise<void> {
    const { event } = letter
    const { id } = event.data.object as { id: string }
    const began = (happened += 1)
    const isOwn = day === 'own'
    const body = JSON.stringify(isThin ? thinEventOf(event, { withChanges: true }) : event)
    const signature = signPayload(body, { secrets: [webhookSecret], signedAt: clock.seconds })
    await start(`${event.type} ${id}`, async (actor) => {
      try {
        const over = new AbortController()
        deadlines.set(actor, over)
        const world = { ...castOf(actor), deadline: () => over.signal, texts: new Map() }
        const { outcome } = await applyStripeEvent(world, { body, signature })
        if (!isOwn || began <= (changedAt.get(id) ?? 0)) return
        if (outcome === 'recorded') answeredFor.push(id)
        if (outcome === 'kept') keptFor.set(id, began)
      } catch (error) {
        letter.tries += 1
        if (letter.tries < mostTries) letters.push(letter)
        throw error
      }
    })
  }

  async function obey(command: Command): Promise<void> {
    happened += 1
    story.push(JSON.stringify(command))
    switch (command.kind) {
      case 'create': {
        const id = `cus_${lives.size}`
        const email = spell(id, command.address)
        return change(id, () => stripe.createCustomer({ id, email }))
      }
      case 'move': {
        const found = findLiving(command.customer)
        if (found === null) return
        const { id, email } = found
        change(id, () => stripe.updateCustomer(id, { email: spell(id, command.address) }))
        if (command.thereAndBack) change(id, () => stripe.updateCustomer(id, { email }))
        if (command.isSwift) await deliver(letters.pop()!, false)
        return
      }
      case 'rename': {
        const id = findLiving(command.customer)?.id
        const name = `Name ${happened}`
        if (id !== undefined) change(id, () => stripe.updateCustomer(id, { name }))
        return
      }
      case 'delete': {
        const id = findLiving(command.customer)?.id
        if (id !== undefined) change(id, () => stripe.deleteCustomer(id))
        return
      }
      case 'deliver': {
        const at = command.letter % Math.max(1, letters.length)
        const [letter] = command.again ? letters.slice(at, at + 1) : letters.splice(at, 1)
        if (letter) await deliver(letter, command.isThin)
        return
      }
      case 'lose':
        letters.splice(command.letter % Math.max(1, letters.length), 1)
        return
      case 'sign in': {
        const address = `${addresses[command.address % addresses.length]}@example.com`
        const token = address as AccessToken
        const proof = { email: address, address: foldAddress(address), token }
        return start(`sign-in ${address}`, async (actor) => {
          const cast = castOf(actor)
          await findOwnCustomers(cast, proof, await cast.rows.listOwn(token, 0))
        })
      }
      case 'sync': {
        const { isFull, calls } = command
        return start('sync', async (actor) => {
          await synchronize(castOf(actor), clock, { isFull, calls })
        })
      }
      case 'crash': {
        const running = gates.actors.filter(({ state }) => state === 'running')
        const actor = running[command.handler % Math.max(1, running.length)]
        if (actor) gates.crash(actor, command.isLate)
        return
      }
      case 'time out': {
        const waiting = gates.actors.filter(
          (actor) => actor.state === 'running' && deadlines.has(actor),
        )
        const actor = waiting[command.handler % Math.max(1, waiting.length)]
        if (actor) deadlines.get(actor)?.abort()
        return gates.quiet()
      }
      case 'day':
        day = command.of
        dayEnds = commands.length - command.length
        return
      case 'pause':
        clock.seconds += command.seconds
    }
  }

  async function goOn(at: number): Promise<void> {
    const step = gates.parked[at]
    if (step) story.push(`${step.actor.name}: ${step.what} ${step.isSent ? 'answered' : 'sent'}`)
    happened += 1
    await gates.release(at)
    for (const id of answeredFor.splice(0)) await assertRight(id)
    for (const [id, began] of keptFor)
      if (began <= (changedAt.get(id) ?? 0)) keptFor.delete(id)
      else if (!(await stage.kept()).includes(id)) await assertRight(id)
  }

  /** Where the parked calls are that may move now. */
  function awake(): number[] {
    return gates.parked.flatMap((step, at) => {
      if (history.hang > 0 && step.what === 'record' && !step.isSent && !hangs.has(step))
        hangs.set(step, happened + choose(history.hang))
      return (hangs.get(step) ?? 0) > happened ? [] : [at]
    })
  }

  async function assertRight(id: string): Promise<void> {
    const email = stripe.findCustomer(id)?.email ?? null
    const row = (await stage.rows()).find((each) => each.id === id)
    const why = `${id} is not what it was answered to be\n${story.join('\n')}`
    expect(row, why).toMatchObject({ email, deleted: stripe.findCustomer(id) === null })
  }

  stripe.createCustomer({ id: anchor, email: 'anchor@example.com' }, { silent: true })
  stripe.live.createCustomer({ id: 'cus_live', email: 'live@example.com' }, { silent: true })
  stripe.other.createCustomer({ id: 'cus_other', email: 'other@example.com' }, { silent: true })
  const { records } = stage.cast('own', history)
  await records.record(
    [{ id: anchor, email: 'anchor@example.com', livemode: false, deleted: false, created: null }],
    await records.takeReadTicket(),
  )

  for (let address = 0; address < history.customers; address += 1)
    await obey({ kind: 'create', address })
  for (;;) {
    const isNext = commands.length > 0 ? 1 : 0
    const awaken = awake()
    const among = awaken.length + isNext
    if (among > 0) {
      const chosen = choose(among)
      if (commands.length <= dayEnds) day = 'own'
      if (chosen < isNext) await obey(commands.shift()!)
      else await goOn(awaken[chosen - isNext]!)
      continue
    }
    if (gates.parked.length > 0) {
      await goOn(0)
      continue
    }
    day = 'own'
    happened += 1
    if (letters.length === 0) break
    for (const letter of letters.splice(0)) await deliver(letter, false)
  }

  for (const { name, state, error } of gates.actors) {
    if (state === 'running') throw new Error(`"${name}" waits for nobody`)
    if (state === 'failed') assertForeseen(name, error)
  }
  return { lives, story }
}

/** One run with the given cast and nobody between. */
export async function synchronize(
  cast: Cast,
  clock: { seconds: number },
  { isFull, calls = null }: { isFull: boolean; calls?: number | null },
): Promise<SyncReport> {
  let left = calls ?? Infinity
  return syncCustomers(
    {
      ...cast,
      route: routeEvent,
      subjects,
      now: () => clock.seconds * 1000,
      sleep: () => Promise.resolve(),
    },
    {
      isFull,
      hasTime: () => (left -= 1) >= 0,
      perSecond: { backfill: 1e9, upkeep: 1e9 },
    },
  )
}

/**
 * What a handler may fail of here: a customer whom others kept writing, a key of another account, a signature that
 * grew old before it was looked at.
 */
const foreseen = ['database_unavailable', 'config_missing', 'signature_invalid']

function assertForeseen(name: string, error: unknown): void {
  if (!(error instanceof GatewayError) || !foreseen.includes(error.code))
    throw new Error(`"${name}" failed`, { cause: error })
}
