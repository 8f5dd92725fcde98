import { GatewayError } from '../errors.ts'
import type { StripeClient } from './stripe-client.ts'

export type StripeEvents = {
  /**
   * The event in a webhook's body, of whatever shape Stripe gave it.
   * @param body the raw text, byte for byte
   * @param signature the `Stripe-Signature` header
   * @throws `signature_invalid`; `body_invalid` where a signed body is not JSON; `config_missing`
   */
  read(body: string, signature: string | null): Promise<unknown>
}

const toleranceSeconds = 300

/** @param secrets one or several: while a secret is rolled, both are good */
export function createStripeEvents(
  client: StripeClient,
  { secrets, now }: { secrets: string[]; now: () => number },
): StripeEvents {
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
    } catch {
      return false
    }
  }

  return {
    async read(body, header) {
      if (secrets.length === 0)
        throw new GatewayError('config_missing', '"STRIPE_WEBHOOK_SECRET" is not set.')
      const answers = await Promise.all(
        secrets.map((secret) => isSignedWith(secret, body, header ?? '')),
      )
      // The SDK bounds the age alone: a header dated ahead would live longer than the tolerance.
      const signedAt = Number(/(?:^|,)t=(\d+)/.exec(header ?? '')?.[1])
      if (!answers.includes(true) || signedAt - now() / 1000 > toleranceSeconds)
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
