import type { Account } from '../account.ts'
import type { Control } from '../control.ts'
import { notPermitted, StripeProblem } from './problem.ts'

export type Accounts = { test: Account; live: Account; other: Account }

/** The secret key of the test account, which may do everything. */
export const testKey = 'sk_test_local'

/** Which account a key opens. No other key is known. */
const keys: Record<string, keyof Accounts> = {
  [testKey]: 'test',
  rk_test_local: 'test',
  rk_test_setup: 'test',
  sk_live_local: 'live',
  rk_live_local: 'live',
  sk_test_other: 'other',
  rk_test_other: 'other',
}

/** The key of a bearer or a basic `Authorization` header. */
export function readKey(request: Request): string {
  const [scheme = '', value = ''] = (request.headers.get('authorization') ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return value
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? ''
}

/** @throws 401 */
export function getAccount(accounts: Accounts, key: string): Account {
  const name = Object.hasOwn(keys, key) ? keys[key] : undefined
  if (name) return accounts[name]
  const message = key
    ? `Invalid API Key provided: ${key.slice(0, 8)}***${key.slice(-4)}`
    : 'You did not provide an API key. Send it in the Authorization header, as a bearer token.'
  throw new StripeProblem(401, message)
}

/** What the key may do: throws 403 for a permission that it lacks. */
export function permitter({ world, id }: Account, key: string): (permission: string) => void {
  return (permission) => {
    const isRevoked = world.control.revokedPermissions.includes(permission)
    if (isRevoked || !isGranted(world.control, key, permission))
      throw notPermitted(permission, key, id)
  }
}

/** A secret key can't be narrowed, at Stripe as here. */
function isGranted({ keyPermissions }: Control, key: string, permission: string): boolean {
  const granted = key.startsWith('rk_') ? keyPermissions[key] : undefined
  if (granted === undefined) return true
  return granted.includes(permission) || granted.includes(permission.replace(/_read$/, '_write'))
}
