import { expect } from 'vitest'
import type { Ended } from '../terminal/run-command.ts'
import type { Shop } from './bare-shop.ts'

/** The rows of one of the project's tables. */
export async function rowsOf(
  shop: Shop,
  table = 'stripe_customers',
): Promise<Record<string, unknown>[]> {
  const { database } = shop.supabase
  return (await database.query<Record<string, unknown>>(`select * from ${table}`)).rows
}

/** A run printed neither a credential nor anyone's address. */
export async function expectNoSecret(
  shop: Shop,
  { out, err }: Pick<Ended, 'out' | 'err'>,
): Promise<void> {
  for (const secret of await shop.secrets()) expect(out + err).not.toContain(secret)
  expect(out + err).not.toMatch(/@example/)
}

/** The command ended with 0; if not, its output says why. */
export function expectEndedWell({ code, out, err }: Ended): void {
  expect(code, out + err).toBe(0)
}

/** A doctor who has nothing to say but "ok". */
export async function expectGreen(shop: Shop): Promise<void> {
  await shop.push()
  const seen = await shop.run(['doctor'])
  expect(seen.out).not.toMatch(/^(fault|warning|unknown)/m)
  expectEndedWell(seen)
}

/** What the deployed door answers to a person who has proved the address. */
export async function linksOf(shop: Shop, email: string): Promise<unknown[]> {
  const { accessToken } = await shop.supabase.signIn(email)
  const answer = await fetch(`${shop.site.origin}/api/portal-links`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  return ((await answer.json()) as { links: unknown[] }).links
}
