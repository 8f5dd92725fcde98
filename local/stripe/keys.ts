import type { Account } from './account.ts'
import { StripeProblem } from './problem.ts'

export type Accounts = { test: Account; live: Account; other: Account }

export const TEST_KEY = 'sk_test_local'

/** Which account a key opens. No other key is known. */
const KEYS: Record<string, keyof Accounts> = {
  [TEST_KEY]: 'test',
  rk_test_local: 'test',
  rk_test_setup: 'test',
  sk_live_local: 'live',
  rk_live_local: 'live',
  rk_live_setup: 'live',
  sk_test_other: 'other',
  rk_test_other: 'other',
}

/** The key of a bearer or a basic `Authorization` header. */
export function readKey(authorization: string | null): string {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return value
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? ''
}

/** @throws 401 */
export function getAccount(accounts: Accounts, key: string): Account {
  const name = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined
  if (name) return accounts[name]
  const message = key
    ? `Invalid API Key provided: ${key.slice(0, 8)}***${key.slice(-4)}`
    : 'You did not provide an API key. Send it in the Authorization header, as a bearer token.'
  throw new StripeProblem(401, message)
}
