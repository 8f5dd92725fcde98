import { expect } from 'vitest'
import type { Ended, Shop } from './bare-shop.ts'

/** The rows of one of the project's tables. */
export async function rowsOf(shop: Shop, table: string): Promise<Record<string, unknown>[]> {
  return (await shop.supabase.database.query<Record<string, unknown>>(`select * from ${table}`))
    .rows
}

/** A run printed neither a credential nor anybody's address. */
export async function expectNoSecret(
  shop: Shop,
  { out, err }: Pick<Ended, 'out' | 'err'>,
): Promise<void> {
  for (const secret of await shop.secrets()) expect(out + err).not.toContain(secret)
  expect(out + err).not.toMatch(/@example\.com/)
}

/** A doctor who has nothing to say but "ok". */
export async function expectGreen(shop: Shop): Promise<void> {
  const seen = await shop.run(['doctor'])
  expect(seen.out).not.toMatch(/^(fault|warning|unknown)/m)
  expect(seen.code, seen.out + seen.err).toBe(0)
}

/** What the deployed door answers to who has proven the address. */
export async function linksOf(shop: Shop, email: string): Promise<unknown[]> {
  const { accessToken } = await shop.supabase.signIn(email)
  const answer = await fetch(`${shop.site.origin}/api/portal-links`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  return ((await answer.json()) as { links: unknown[] }).links
}
