import { createHmac } from 'node:crypto'
import type { FunctionEvent } from './invoke.ts'

export const requestId = '01TESTREQUEST'

/** An event for a door, with the headers that Netlify's edge always adds. */
export function event(
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '',
    base64 = false,
  }: {
    method?: string
    headers?: Record<string, string>
    body?: string
    base64?: boolean
  } = {},
): FunctionEvent {
  return {
    rawUrl: `http://127.0.0.1:8888${path}`,
    httpMethod: method,
    headers: {
      host: '127.0.0.1:8888',
      'x-nf-client-connection-ip': '127.0.0.1',
      'x-nf-request-id': requestId,
      ...headers,
    },
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
    route: path,
    flags: {},
  }
}

/** `Stripe-Signature` for a raw body: https://docs.stripe.com/webhooks#verify-manually */
export function sign(body: string, secret: string): Record<string, string> {
  const signedAt = Math.floor(Date.now() / 1000)
  const digest = createHmac('sha256', secret).update(`${signedAt}.${body}`).digest('hex')
  return {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': `t=${signedAt},v1=${digest}`,
  }
}

/** A snapshot event in JSON that a careless decoder would change: line ends of two bytes, signs of two to four. */
export function stripeEvent(type: string, object: Record<string, unknown>): string {
  const snapshot = {
    id: 'evt_1',
    object: 'event',
    livemode: false,
    type,
    data: { object: { name: 'Zoë 東京 🚲', ...object } },
  }
  return JSON.stringify(snapshot, null, 2).replaceAll('\n', '\r\n')
}
