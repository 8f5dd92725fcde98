import type Stripe from 'stripe'
import type { Account, World } from './account.ts'
import { postDelivery } from './post-delivery.ts'
import { createRandom, shuffle } from './shuffle.ts'
import { signPayload } from './signature.ts'
import { thinEventOf } from './thin-event.ts'
import { wantsEvent, type EndpointRecord } from './webhook-endpoints.ts'

/** One event on its way to one endpoint. */
export type Delivery = {
  event: Stripe.Event
  account: Account
  endpoint: EndpointRecord
  /** Each attempt's HTTP status, or the reason why there was none. */
  attempts: (number | string)[]
  state: 'held' | 'waiting' | 'delivered' | 'failed' | 'dropped'
}

export type Courier = ReturnType<typeof createCourier>

/** Posts events as Stripe does: signed anew at each attempt, and again after anything but a 2xx. */
export function createCourier(world: Pick<World, 'now' | 'control'>) {
  const deliveries: Delivery[] = []
  const timers = new Set<NodeJS.Timeout>()
  /** Which event reached which endpoint: a duplicate counts once. */
  const reached = new Set<string>()
  const waiters = new Set<() => void>()
  const random = () => createRandom(world.control.deliveries.seed)
  let batch: Delivery[] = []
  let underWay = 0
  /** Rises when everything is forgotten, so that late answers count no more. */
  let era = 0

  function ring(account: Account, event: Stripe.Event): void {
    const { control } = world
    for (const endpoint of account.endpoints.sorted()) {
      if (!wantsEvent(endpoint, event.type)) continue
      event.pending_webhooks += 1
      for (let copy = 0; copy < (control.deliveries.duplicate ? 2 : 1); copy += 1) {
        const delivery: Delivery = { event, account, endpoint, attempts: [], state: 'waiting' }
        deliveries.push(delivery)
        if (control.deliveries.hold) delivery.state = 'held'
        else enqueue(delivery)
      }
    }
  }

  function enqueue(delivery: Delivery): void {
    delivery.state = 'waiting'
    underWay += 1
    if (batch.push(delivery) === 1) later(0, sendBatch)
  }

  function sendBatch(): void {
    const sending = batch
    batch = []
    if (!world.control.deliveries.shuffle) {
      for (const delivery of sending) later(world.control.deliveries.delayMs, () => send(delivery))
      return
    }
    // One after the other: the order in which they arrive is the order of the shuffle.
    const current = era
    void shuffle(sending, random()).reduce(async (previous, delivery) => {
      await previous
      if (current === era) await send(delivery)
    }, Promise.resolve())
  }

  async function send(delivery: Delivery): Promise<void> {
    const { control } = world
    const current = era
    if (takeDrop(control.deliveries)) return finish(delivery, 'dropped')
    if (!delivery.endpoint.isEnabled) return finish(delivery, 'failed')
    const { event, endpoint, attempts } = delivery
    const withChanges = !control.deliveries.thinWithoutChanges
    const body = JSON.stringify(
      endpoint.isThin ? thinEventOf(event, { withChanges }) : renderFor(endpoint, event),
    )
    const signature = signPayload(body, {
      secrets: endpoint.secrets,
      signedAt: Math.floor(world.now() / 1000),
    })
    const outcome = await postDelivery({ url: endpoint.url, body, signature })
    if (current !== era) return
    attempts.push(outcome)
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) {
      finish(delivery, 'delivered')
      return
    }
    const wait = control.deliveries.retryDelaysMs[attempts.length - 1]
    if (wait === undefined) finish(delivery, 'failed')
    else later(wait, () => send(delivery))
  }

  function finish(delivery: Delivery, state: 'delivered' | 'failed' | 'dropped'): void {
    delivery.state = state
    underWay -= 1
    const { event, endpoint } = delivery
    const pair = `${event.id} ${endpoint.id}`
    if (state === 'delivered' && !reached.has(pair)) {
      reached.add(pair)
      event.pending_webhooks -= 1
    }
    if (underWay === 0) tellWaiters()
  }

  function later(delayMs: number, action: () => void | Promise<void>): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void action()
    }, delayMs)
    timers.add(timer)
  }

  function tellWaiters(): void {
    for (const tell of waiters) tell()
    waiters.clear()
  }

  return {
    ring,
    deliveries: deliveries as readonly Delivery[],
    /** Sends again whatever was sent or lost, as the Dashboard's "resend". */
    resend(eventId: string): void {
      for (const { account, event, endpoint } of deliveries.filter(
        (delivery) => delivery.event.id === eventId,
      )) {
        const delivery: Delivery = { event, account, endpoint, attempts: [], state: 'waiting' }
        deliveries.push(delivery)
        enqueue(delivery)
      }
    },
    release(): void {
      for (const delivery of deliveries) if (delivery.state === 'held') enqueue(delivery)
    },
    /** Held deliveries do not count: they wait for `release`. */
    settled(): Promise<void> {
      if (underWay === 0) return Promise.resolve()
      return new Promise((resolve) => waiters.add(resolve))
    },
    forget(): void {
      era += 1
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      deliveries.length = 0
      reached.clear()
      batch = []
      underWay = 0
      tellWaiters()
    },
  }
}

/** An event as the endpoint's API version has it; the stand-in knows one shape alone. */
function renderFor({ apiVersion }: EndpointRecord, event: Stripe.Event): Stripe.Event {
  return { ...event, api_version: apiVersion ?? event.api_version }
}

function takeDrop(control: { drop: number | boolean }): boolean {
  if (typeof control.drop === 'boolean') return control.drop
  if (control.drop <= 0) return false
  control.drop -= 1
  return true
}
