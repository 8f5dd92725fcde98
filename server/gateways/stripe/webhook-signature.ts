import { GatewayError } from '../../errors.ts'
import type { StripeClient } from './client.ts'
import { isBadSignature } from './fault.ts'

export type StripeWebhooks = {
  /**
   * Looks at no more than the header, so that what is no webhook of Stripe's costs neither body nor hash.
   * @throws `signature_invalid` if its form or its time is not that of a webhook of today; `config_missing`
   */
  assertRecent(this: void, signature: string | null): void
  /**
   * The event in a webhook's body, of whatever shape Stripe gave it.
   * @param body the raw text, byte for byte
   * @param signature the `Stripe-Signature` header
   * @throws `signature_invalid`; `body_invalid` if a signed body is not JSON; `config_missing`
   */
  readEvent(body: string, signature: string | null): Promise<unknown>
}

const toleranceSeconds = 300

/**
 * Whether the header has one time in digits, of the last or next five minutes, and a signature. The SDK takes the last
 * of several times and only bounds the age: a header dated ahead would live longer than the tolerance.
 */
function isRecent(header: string, now: number): boolean {
  const parts = header.split(',')
  const [stamp, ...more] = parts.filter((part) => part.startsWith('t='))
  const signedAt = more.length === 0 && /^t=\d+$/.test(stamp ?? '') ? Number(stamp?.slice(2)) : NaN
  const isSigned = parts.some((part) => /^v1=[\da-f]{64}$/.test(part))
  return isSigned && Math.abs(Math.floor(now / 1000) - signedAt) <= toleranceSeconds
}

function unsigned(): GatewayError {
  return new GatewayError(
    'signature_invalid',
    'the body was not signed with "STRIPE_WEBHOOK_SECRET" in the last five minutes',
  )
}

/** @param secrets one or several: while a secret is rolled, both are good */
export function createStripeWebhooks(
  client: StripeClient,
  { secrets, now }: { secrets: string[]; now: () => number },
): StripeWebhooks {
  async function isSignedWith(secret: string, body: string, header: string): Promise<boolean> {
    try {
      const { signature } = (await client()).webhooks
      return (
        (await signature?.verifyHeaderAsync(
          body,
          header,
          secret,
          toleranceSeconds,
          undefined,
          now(),
        )) === true
      )
    } catch (error) {
      // Whatever else goes wrong, such as loading the SDK, is ours, and Stripe must deliver again.
      if (isBadSignature(error)) return false
      throw error
    }
  }

  function assertRecent(header: string | null): void {
    if (secrets.length === 0)
      throw new GatewayError('config_missing', '"STRIPE_WEBHOOK_SECRET" is not set.')
    if (!isRecent(header ?? '', now())) throw unsigned()
  }

  return {
    assertRecent,
    async readEvent(body, header) {
      assertRecent(header)
      const answers = await Promise.all(
        secrets.map((secret) => isSignedWith(secret, body, header ?? '')),
      )
      if (!answers.includes(true)) throw unsigned()
      try {
        return JSON.parse(body) as unknown
      } catch (cause) {
        throw new GatewayError('body_invalid', 'the signed body is not JSON', { cause })
      }
    },
  }
}
