import { expect } from 'vitest'
import type { World } from '#tests/world.ts'
import type { Log } from './log-lines.ts'

/** What a provider might say, and what must not leave the house. */
export const planted =
  'planted@example.com sk_test_planted sb_secret_planted whsec_planted eyJplanted cus_planted ' +
  'https://billing.stripe.com/p/session/planted'

/**
 * Neither the answer nor any line in the log holds a key, a link into the portal, a customer or address of this world,
 * anything that is `planted`, or one of the `secrets`; and the log is JSON, line by line.
 * @returns the body of the answer
 */
export async function expectNothingTold(
  { stripe, supabase, webhookSecret }: World,
  log: Log,
  response: Response,
  secrets: string[] = [],
): Promise<string> {
  const text = await response.text()
  for (const line of log.text().split('\n'))
    expect(JSON.parse(line)).toMatchObject({
      door: expect.any(String),
      requestId: expect.any(String),
      status: expect.any(Number),
      durationMs: expect.any(Number),
    })
  const told = [text, ...[...response.headers].flat(), log.text()].join('\n')
  const keys = [stripe.apiKey, supabase.secretKey, supabase.publishableKey, webhookSecret]
  const persons = stripe.customers().flatMap(({ id, email }) => [id, email ?? id])
  const links = ['/portal/', ...stripe.sessions().map(({ url }) => url)]
  for (const secret of [...keys, ...persons, ...links, ...planted.split(' '), ...secrets])
    expect(told).not.toContain(secret)
  return text
}
