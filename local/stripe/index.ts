import type { Call as WireCall } from '../wire/call.ts'
import type { Listener } from '../wire/listen.ts'
import { listen } from '../wire/listen.ts'
import type { World } from './account.ts'
import { createAccount } from './account.ts'
import type { Accounts } from './api/keys.ts'
import { testKey } from './api/keys.ts'
import type { Noted } from './api/service.ts'
import { createStripeService } from './api/service.ts'
import type { Control } from './control.ts'
import { createStripeControls } from './control.ts'
import type { AccountHandle } from './handle/index.ts'
import { createHandle } from './handle/index.ts'
import { createDefaultConfiguration } from './objects/portal-configurations.ts'
import { servePages } from './pages/index.ts'
import { resources } from './routes/index.ts'
import type { Delivery } from './webhooks/courier.ts'
import { createCourier } from './webhooks/courier.ts'

export type { ControlPatch, Fault } from './control.ts'

/** One request to the API, as the stand-in saw it. */
export type Call = WireCall & Noted

/** The stand-in, with the direct access to its test account spread over it. */
export type StripeStandIn = AccountHandle &
  Listener<Control, Noted, 'deliveries'> & {
    /**
     * `sk_test_local`. `rk_test_local` opens the same account; `sk_live_local` and `rk_live_local` open its live mode.
     */
    apiKey: string
    /** The same account in live mode: nothing is shared, and the portal's settings were never saved there. */
    live: AccountHandle
    /** Another account, empty, behind `sk_test_other` and `rk_test_other`. */
    other: AccountHandle
    /** The prefix under which a browser reaches the hosted pages; without it, `url`. */
    setPublicUrl: (url: string) => void
    /** Resolves when no delivery is under way or waiting for its next attempt. Held ones don't count. */
    settled: () => Promise<void>
    /** Oldest first. */
    deliveries: () => readonly Delivery[]
    releaseDeliveries: () => void
    /** Sends an event again to every endpoint that got it. */
    resendEvent: (id: string) => void
    /** Empties everything but the address and the public address. */
    reset: () => void
  }

/**
 * A stateful Stripe on 127.0.0.1 for `npm run dev` and the tests; it speaks to the real SDK.
 *
 * @param options.port 0, the default, takes a free one.
 * @param options.now Milliseconds since 1970: the clock of `created`, sessions and signatures.
 */
export async function startStripeStandIn({
  port = 0,
  now = Date.now,
}: { port?: number; now?: () => number } = {}): Promise<StripeStandIn> {
  const controls = createStripeControls()
  const courier = createCourier({ now, control: controls.now })
  let publicUrl = ''
  const world: World = {
    now,
    control: controls.now,
    publicUrl: () => publicUrl,
    ring: courier.ring,
  }
  let accounts = createAccounts(world)
  const service = createStripeService({
    resources,
    controls,
    accounts: () => accounts,
    serveBeside: (request) => servePages(request, accounts, courier.deliveries),
  })
  const listener = await listen(service, port)
  publicUrl = listener.url

  return {
    ...listener,
    ...createHandle(() => accounts.test),
    live: createHandle(() => accounts.live),
    other: createHandle(() => accounts.other),
    apiKey: testKey,
    setPublicUrl: (prefix) => void (publicUrl = prefix.replace(/\/$/, '')),
    settled: courier.settled,
    deliveries: () => courier.deliveries,
    releaseDeliveries: courier.release,
    resendEvent: courier.resend,
    reset() {
      courier.forget()
      controls.reset()
      service.reset()
      listener.resetCalls()
      accounts = createAccounts(world)
    },
    async close() {
      courier.forget()
      await listener.close()
    },
  }
}

function createAccounts(world: World): Accounts {
  const test = createAccount(world, 'acct_local', false)
  const live = createAccount(world, 'acct_local', true)
  const other = createAccount(world, 'acct_other', false)
  test.twin = live
  live.twin = test
  createDefaultConfiguration(test)
  return { test, live, other }
}
