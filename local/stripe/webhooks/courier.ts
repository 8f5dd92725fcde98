import type Stripe from 'stripe'
import type { Account, World } from '../account.ts'
import type { EndpointRecord } from '../objects/webhook-endpoints.ts'
import { endpointsOf, wantsEvent } from '../objects/webhook-endpoints.ts'
import { postDelivery } from './post-delivery.ts'
import { signPayload } from './sign-payload.ts'
import { thinEventOf } from './thin-event.ts'

/** One event on its way to one endpoint. */
export type Delivery = {
  event: Stripe.Event
  endpoint: EndpointRecord
  /** Each attempt's HTTP status, or the reason why there was none. */
  attempts: (number | string)[]
  state: 'held' | 'waiting' | 'delivered' | 'failed' | 'dropped'
}

export type Courier = ReturnType<typeof createCourier>

/** Posts events as Stripe does: signed at each attempt, and again after anything but a 2xx. */
export function createCourier({ now, control }: Pick<World, 'now' | 'control'>) {
  const deliveries: Delivery[] = []
  const timers = new Set<NodeJS.Timeout>()
  /** Which event reached which endpoint: sent again, it counts once. */
  const reached = new Set<string>()
  const waiters = new Set<() => void>()
  let underWay = 0
  /** Rises when everything is forgotten, so that late answers no longer count. */
  let era = 0

  function add(event: Stripe.Event, endpoint: EndpointRecord): Delivery {
    const delivery: Delivery = { event, endpoint, attempts: [], state: 'held' }
    deliveries.push(delivery)
    return delivery
  }

  function start(delivery: Delivery): void {
    delivery.state = 'waiting'
    underWay += 1
    later(0, () => send(delivery))
  }

  async function send(delivery: Delivery): Promise<void> {
    const current = era
    const { event, endpoint, attempts } = delivery
    if (control.deliveries.drop) return finish(delivery, 'dropped')
    if (!endpoint.isEnabled) return finish(delivery, 'failed')
    const body = JSON.stringify(
      endpoint.isThin
        ? thinEventOf(event, { withChanges: !control.deliveries.thinWithoutChanges })
        : { ...event, api_version: endpoint.apiVersion ?? event.api_version },
    )
    const signedAt = Math.floor(now() / 1000)
    const signature = signPayload(body, { secrets: endpoint.secrets, signedAt })
    const outcome = await postDelivery({ url: endpoint.url, body, signature })
    if (current !== era) return
    attempts.push(outcome)
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) {
      return finish(delivery, 'delivered')
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

  function later(delayMs: number, action: () => Promise<void>): void {
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
    /** Starts a delivery to each endpoint that wants the event, or holds it. */
    ring(account: Account, event: Stripe.Event): void {
      for (const endpoint of endpointsOf(account).sorted()) {
        if (!wantsEvent(endpoint, event.type)) continue
        event.pending_webhooks += 1
        const delivery = add(event, endpoint)
        if (!control.deliveries.hold) start(delivery)
      }
    },
    deliveries: deliveries as readonly Delivery[],
    /** Sends again whatever was sent or lost, as the Dashboard's "Resend". */
    resend(eventId: string): void {
      const sent = deliveries.filter(({ event }) => event.id === eventId)
      for (const { event, endpoint } of sent) start(add(event, endpoint))
    },
    release(): void {
      for (const delivery of deliveries) if (delivery.state === 'held') start(delivery)
    },
    /** Held deliveries don't count: they wait for `release`. */
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
      underWay = 0
      tellWaiters()
    },
  }
}
