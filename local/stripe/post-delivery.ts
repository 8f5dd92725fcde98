import { request } from 'node:http'

const TIMEOUT_MS = 10_000
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * One attempt. Gives the status, redirects not followed, or the reason why there was none. An address that is
 * not this machine's is never called: the stand-in's events are about nobody.
 */
export function postDelivery({
  url,
  body,
  signature,
}: {
  url: string
  body: string
  signature: string
}): Promise<number | string> {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'http:' || !LOOPBACK.has(hostname)) {
    return Promise.resolve('not called: only http on this machine is')
  }
  return new Promise((resolve) => {
    const call = request(url, {
      method: 'POST',
      // A connection of its own, which ends with the answer: nothing lingers when the receiver closes.
      agent: false,
      timeout: TIMEOUT_MS,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'stripe-signature': signature,
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
    })
    call.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 'no status'))
      response.on('error', (error) => resolve(error.message))
    })
    call.on('timeout', () => call.destroy(new Error('timed out')))
    call.on('error', (error) => resolve(error.message))
    call.end(body)
  })
}
