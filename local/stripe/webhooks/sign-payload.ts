import { createHmac } from 'node:crypto'

/**
 * The `Stripe-Signature` header: the time in seconds and, for each secret, the HMAC-SHA256 of "time.body".
 * https://docs.stripe.com/webhooks/signature
 */
export function signPayload(
  body: string,
  { secrets, signedAt }: { secrets: readonly string[]; signedAt: number },
): string {
  const signatures = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${signedAt}.${body}`).digest('hex'),
  )
  return [`t=${signedAt}`, ...signatures.map((signature) => `v1=${signature}`)].join(',')
}
