import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'

/** One fixed moment, in seconds. */
export const now = 1_794_000_000

type StandIn = {
  /** The stand-in, empty before each test. */
  stripe: StripeStandIn
  /** The real SDK, pointed at it. */
  sdk: Stripe
  /** Moves the stand-in's clock on; it begins anew, at `now`, before each test. */
  pass(seconds: number): void
}

/** A stand-in for the tests of one file. */
export function useStandIn(): StandIn {
  let clock = now
  const own: Partial<StandIn> = { pass: (seconds) => void (clock += seconds) }
  beforeAll(async () => {
    own.stripe = await startStripeStandIn({ now: () => clock * 1000 })
    own.sdk = connect(own.stripe)
  })
  beforeEach(() => {
    clock = now
    own.stripe?.reset()
  })
  afterAll(() => own.stripe?.close())
  return own as StandIn
}

/** The SDK with another key than the one of the test account. */
export function connect({ url, apiKey }: StripeStandIn, key = apiKey): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 0,
    telemetry: false,
  })
}

/** What a call that must fail was refused with. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw new Error('Stripe should have refused the call', { cause: error })
}

/** A customer's subscription to tea at 12.50 euros a month. */
export function sellTea({ createProduct, createPrice, createSubscription }: StripeStandIn) {
  const product = createProduct({ name: 'Tea & Cake' }).id
  const price = createPrice({ product, unit_amount: 1250, currency: 'eur' }).id
  return (
    customer: string,
    terms: Partial<Parameters<StripeStandIn['createSubscription']>[0]> = {},
  ) => createSubscription({ customer, items: [{ price }], ...terms })
}

export type Ring = { body: string; headers: IncomingHttpHeaders }

/** A site with a webhook: answers the given statuses in turn, then 200, and keeps what came. */
export async function startSite(...statuses: number[]) {
  const rings: Ring[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (text: string) => (body += text))
    request.on('end', () => {
      rings.push({ body, headers: request.headers })
      response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/stripe-webhook`,
    rings,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
