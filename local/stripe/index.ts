import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccount, type World } from './account.ts'
import { createHandle, type AccountHandle } from './account-handle.ts'
import type { Call } from './calls.ts'
import { applyControl, createControl, type ControlPatch } from './control.ts'
import { createCourier, type Delivery } from './courier.ts'
import { createIdempotency } from './idempotency.ts'
import { createIds } from './ids.ts'
import { TEST_KEY, type Accounts } from './keys.ts'
import { createDefaultConfiguration } from './portal-configurations.ts'
import { problemBody, StripeProblem } from './problem.ts'
import { createRateLimit } from './rate-limit.ts'
import { answer, type Server } from './server.ts'

export type { AccountHandle } from './account-handle.ts'
export type { Call } from './calls.ts'
export type { Control, ControlPatch, DeliveryControl, Fault } from './control.ts'
export type { Delivery } from './courier.ts'

/** The stand-in, with the direct access to its test account spread over it. */
export type StripeStandIn = AccountHandle & {
  /** `http://127.0.0.1:PORT`: what `STRIPE_API_BASE` takes. */
  url: string
  /**
   * `sk_test_local`. `rk_test_local` and `rk_test_setup` open the same account; `sk_live_local`, `rk_live_local` and
   * `rk_live_setup` its live mode.
   */
  apiKey: string
  /** The same account in live mode: nothing is shared, and nobody has saved the portal's settings there. */
  live: AccountHandle
  /** Another account, empty, behind `sk_test_other` and `rk_test_other`. */
  other: AccountHandle
  /** The prefix under which a browser reaches the hosted pages; without it, `url`. */
  setPublicUrl: (url: string) => void
  /** The whole stand-in as a listener, to be mounted where the prefix is stripped from `request.url`. */
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Resolves when no delivery is under way or waiting for its next attempt. Held ones do not count. */
  settled: () => Promise<void>
  /** Oldest first. */
  deliveries: () => readonly Delivery[]
  releaseDeliveries: () => void
  /** Sends an event again to all who got it. */
  resendEvent: (id: string) => void
  control: (settings: ControlPatch) => void
  resetControl: () => void
  /** Every API request seen, oldest first. */
  calls: readonly Call[]
  resetCalls: () => void
  /** Empties everything but the address and the public address. */
  reset: () => void
  close: () => Promise<void>
}

/**
 * A stateful Stripe on 127.0.0.1 for `npm run dev` and the tests; it speaks to the real SDK.
 *
 * @param options.port 0, the default, takes a free one.
 * @param options.now Milliseconds since 1970: the clock of `created`, sessions and signatures.
 */
export async function startStripeStandIn(
  options: { port?: number; now?: () => number } = {},
): Promise<StripeStandIn> {
  const { port = 0, now = Date.now } = options
  const control = createControl()
  const courier = createCourier({ now, control })
  const calls: Call[] = []
  let publicUrl = ''
  const world: World = { now, control, publicUrl: () => publicUrl, ring: courier.ring }
  let accounts = createAccounts(world)

  const nextRequestId = createRequestIds()
  const rateLimit = createRateLimit(control)
  const idempotency = createIdempotency()
  const resetControl = () => applyControl(control, createControl())
  const api = { accounts: () => accounts, control, calls, nextRequestId, rateLimit, idempotency }
  const handle = createListener({ api, courier, resetControl })

  const server = createServer(handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  publicUrl = url

  return {
    ...createHandle(() => accounts.test),
    live: createHandle(() => accounts.live),
    other: createHandle(() => accounts.other),
    url,
    apiKey: TEST_KEY,
    setPublicUrl: (prefix) => void (publicUrl = prefix.replace(/\/$/, '')),
    handle,
    settled: courier.settled,
    deliveries: () => courier.deliveries,
    releaseDeliveries: courier.release,
    resendEvent: courier.resend,
    control: (settings) => applyControl(control, settings),
    resetControl,
    calls,
    resetCalls: () => void (calls.length = 0),
    reset() {
      courier.forget()
      resetControl()
      rateLimit.reset()
      idempotency.reset()
      calls.length = 0
      accounts = createAccounts(world)
    },
    async close() {
      courier.forget()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function createListener(server: Server) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(server, request, response).catch((error: unknown) => {
      // A caller that hung up is no fault of ours.
      if (response.destroyed) return
      if (error instanceof StripeProblem) {
        response.writeHead(error.status).end(JSON.stringify(problemBody(error)))
        return
      }
      console.error('The Stripe stand-in failed:', error)
      response.destroy()
    })
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

function createRequestIds(): () => string {
  const nextId = createIds()
  return () => nextId('req')
}
