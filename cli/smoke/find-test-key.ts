import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'

const writesInTestMode = /^(sk|rk)_test_\w+$/

/**
 * A test-mode Stripe key that may write customers: STRIPE_SETUP_KEY, a secret runtime key, or what the owner gives.
 * @returns `null` if any key at hand is a live one: nobody is asked then
 */
export async function findTestKey(
  env: Environment,
  { apiKey, livemode }: { apiKey: string; livemode: boolean },
  asker: Asker,
): Promise<string | null> {
  if (livemode) return null
  const given = env.STRIPE_SETUP_KEY?.trim()
  if (given !== undefined && given !== '') return writesInTestMode.test(given) ? given : null
  if (apiKey.startsWith('sk_test_')) return apiKey
  return asker.secret({
    message:
      'A Stripe test key that may write customers, such as the secret key at ' +
      'https://dashboard.stripe.com/test/apikeys (never stored)',
    judge: (text) =>
      writesInTestMode.test(text) ? undefined : 'It must begin with sk_test_ or rk_test_.',
  })
}
