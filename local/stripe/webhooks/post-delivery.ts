import { request } from 'node:http'

const timeoutMs = 10_000
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * One attempt. Resolves to the status, redirects not followed, or to the reason why there was none. An address that
 * is not this machine's is never called: the stand-in's events are about no one.
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
  if (protocol !== 'http:' || !loopback.has(hostname)) {
    return Promise.resolve('not called: only http addresses of this machine are')
  }
  return new Promise((resolve) => {
    const call = request(url, {
      method: 'POST',
      // A connection of its own, which ends with the answer: nothing lingers when the receiver closes.
      agent: false,
      timeout: timeoutMs,
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
