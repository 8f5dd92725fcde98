import { expect } from 'vitest'
import type { World } from '#tests/world.ts'
import { problemOf } from '#tests/world.ts'

const statuses = {
  token_missing: 401,
  token_invalid: 401,
  token_expired: 401,
  sign_in_too_old: 401,
  email_unproven: 403,
}
export type Refusal = keyof typeof statuses

/** The token was refused under this code, and neither Stripe nor the table were asked since the calls were counted. */
export async function expectRefused(world: World, response: Response, code: Refusal) {
  const status = statuses[code]
  expect([response.status, (await problemOf(response)).code]).toEqual([status, code])
  expect(response.headers.get('WWW-Authenticate')).toBe(status === 401 ? 'Bearer' : null)
  expect(world.stripe.calls).toEqual([])
  expect(world.supabase.calls.filter(({ path }) => path.startsWith('/rest/'))).toEqual([])
}

/** The token was taken, whatever it found. */
export async function expectTaken(response: Response): Promise<void> {
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ links: expect.any(Array) })
}
