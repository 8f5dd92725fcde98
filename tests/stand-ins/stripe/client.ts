import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'

/** Seconds and milliseconds of one fixed moment. */
export const NOW = 1_794_000_000
export const NOW_MS = NOW * 1000

/** The real SDK, pointed at the stand-in. */
export function connect({ url, apiKey }: StripeStandIn, key = apiKey): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 0,
    timeout: 2_000,
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
  throw new Error('The call should have been refused by Stripe', { cause: error })
}

export type Ring = { body: string; headers: IncomingHttpHeaders }

/** A site that is rung at: answers the given statuses in turn, then 200, and keeps what came. */
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
