import { GatewayError } from '../../errors.ts'
import type { StripeClient } from './client.ts'
import { isBadSignature } from './fault.ts'

export type StripeWebhooks = {
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
 * When the header says it was signed, in Unix seconds; `NaN` unless it says so once and in digits. The SDK takes the
 * last of several times and only bounds the age: a header dated ahead would live longer than the tolerance.
 */
function signedAt(header: string): number {
  const [stamp, ...more] = header.split(',').filter((part) => part.startsWith('t='))
  return more.length === 0 && /^t=\d+$/.test(stamp ?? '') ? Number(stamp?.slice(2)) : Number.NaN
}

/** @param secrets one or several: while a secret is rolled, both are good */
export function createStripeWebhooks(
  client: StripeClient,
  { secrets, now }: { secrets: string[]; now: () => number },
): StripeWebhooks {
  async function isSignedWith(secret: string, body: string, header: string): Promise<boolean> {
    try {
      const { signature } = (await client).webhooks
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

  return {
    async readEvent(body, header) {
      if (secrets.length === 0)
        throw new GatewayError('config_missing', '"STRIPE_WEBHOOK_SECRET" is not set.')
      const answers = await Promise.all(
        secrets.map((secret) => isSignedWith(secret, body, header ?? '')),
      )
      const ahead = signedAt(header ?? '') - now() / 1000
      if (!answers.includes(true) || !(ahead <= toleranceSeconds))
        throw new GatewayError(
          'signature_invalid',
          'the body was not signed with "STRIPE_WEBHOOK_SECRET" in the last five minutes',
        )
      try {
        return JSON.parse(body) as unknown
      } catch (cause) {
        throw new GatewayError('body_invalid', 'the signed body is not JSON', { cause })
      }
    },
  }
}
