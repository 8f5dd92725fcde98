import type Stripe from 'stripe'
import { signPayload } from '#local/stripe/webhooks/sign-payload.ts'
import { thinEventOf } from '#local/stripe/webhooks/thin-event.ts'
import { applyStripeEvent } from '#server/use-cases/events/apply-stripe-event.ts'
import { createMisses } from '#server/use-cases/purchases/misses.ts'
import { returnFromCheckout } from '#server/use-cases/purchases/return-from-checkout.ts'
import type { Actor, Gates } from '../../stage/gates.ts'
import { webhookSecret } from '../../stage/stage.ts'
import { sourcesOf } from './reckoning.ts'
import type { SalesCast, SalesStage } from './sales-stage.ts'
import { synchronizeSales } from './synchronize-sales.ts'
import type { Witness } from './witness.ts'

export type Letter = { event: Stripe.Event; tries: number }

const mostTries = 20

/**
 * The handlers of a history: webhooks, returning browsers, the clock. Whoever is answered that a thing is recorded finds
 * it recorded at once.
 */
export function createHandlers(play: {
  stage: SalesStage
  gates: Gates
  witness: Witness
  /** Letters that wait; one that could not be read comes again. */
  letters: Letter[]
  isDeaf: boolean
  happened: () => number
}) {
  const { stage, gates, witness, letters } = play
  const { stripe, clock } = stage
  const deadlines = new Map<Actor, AbortController>()
  let isKept = false

  const castOf = (actor: Actor): SalesCast => {
    const { livemode, ...gateways } = witness.watch(stage.salesCast(), actor)
    const gated = Object.entries(gateways).map(([name, each]) => [name, gates.through(actor, each)])
    return { livemode, ...(Object.fromEntries(gated) as typeof gateways) }
  }
  const start = (name: string, run: (actor: Actor) => Promise<void>) =>
    gates.start(`${name} #${play.happened()}`, run)

  function assertHeld(sources: string[], since: number): void {
    for (const source of sources)
      if (!witness.holds(source, since))
        throw new Error(`${source} was answered, and is not recorded`)
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
        if (outcome === 'kept') isKept = true
        const isSale = !event.type.startsWith('customer.') || event.type.includes('subscription')
        if (outcome === 'recorded' && isSale) assertHeld(sourcesOf(stripe, id), since)
      } catch (error) {
        letter.tries += 1
        if (letter.tries < mostTries) letters.push(letter)
        throw error
      }
    })
  }

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

  return {
    deliver,
    comeBack,
    /** The clock, with time for so many calls; `null`: for all of them. */
    async synchronize(isFull: boolean, calls: number | null): Promise<void> {
      await start(`sync${isFull ? ' in full' : ''}`, async (actor) => {
        await synchronizeSales(castOf(actor), clock, { isFull, calls, isDeaf: play.isDeaf })
      })
    },
    /** The nine seconds of a webhook's handler are over. */
    timeOut: (actor: Actor): void => deadlines.get(actor)?.abort(),
    hasDeadline: (actor: Actor): boolean => deadlines.has(actor),
    /** Whether a letter is kept for the clock. */
    isKept: () => isKept,
  }
}
