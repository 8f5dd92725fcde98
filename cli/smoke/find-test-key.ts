import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'

const writesInTestMode = /^(sk|rk)_test_\w+$/

/**
 * A Stripe key of test mode that may write customers: STRIPE_SETUP_KEY, a secret runtime key, or what the owner gives.
 * @returns `null` where any key at hand is of live mode: nobody is asked then
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
      'A Stripe test key that may write customers, such as the secret key of ' +
      'https://dashboard.stripe.com/test/apikeys (it is kept nowhere)',
    judge: (text) =>
      writesInTestMode.test(text) ? undefined : 'It must begin with sk_test_ or rk_test_.',
  })
}
