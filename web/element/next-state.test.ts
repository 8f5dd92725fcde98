import { expect, test } from 'vitest'
import { PageFault } from '../requests/faults.ts'
import type { FaultCode } from '../requests/faults.ts'
import { firstState, stateAfterFault, stateAfterLinks } from './next-state.ts'

const quiet = { missing: [], arrival: null, hasSession: false, email: '' }

test.each([
  ['nobody is signed in', quiet, 'sign-in'],
  ['the tab has a session', { ...quiet, hasSession: true }, 'loading'],
  ['a mailed link arrives', { ...quiet, arrival: { kind: 'proof', tokenHash: 'a' } }, 'confirm'],
  [
    'a mailed link arrives in a tab with a session',
    { ...quiet, hasSession: true, arrival: { kind: 'proof', tokenHash: 'a' } },
    'confirm',
  ],
  ['a token arrives', { ...quiet, arrival: { kind: 'token', accessToken: 'a' } }, 'loading'],
  ['a dead link arrives', { ...quiet, arrival: { kind: 'refused' } }, 'link-expired'],
  ['a message arrives', { ...quiet, arrival: { kind: 'message' } }, 'sign-in'],
  ['values are missing', { ...quiet, hasSession: true, missing: ['SUPABASE_URL'] }, 'not-set-up'],
] as const)('where %s, the page opens so', (_when, given, expected) => {
  expect(firstState({ ...given, missing: [...given.missing] }).name).toBe(expected)
})

test('an answer without customers says so, with the address', () => {
  const state = stateAfterLinks({ email: 'ada@example.com', links: [] }, 0)
  expect(state).toEqual({ name: 'nothing-found', email: 'ada@example.com' })
})

test.each<[FaultCode, string]>([
  ['token_missing', 'session-ended'],
  ['token_invalid', 'session-ended'],
  ['token_expired', 'session-ended'],
  ['sign_in_too_old', 'session-ended'],
  ['email_unproven', 'email-unproven'],
  ['rate_limited', 'error'],
  ['config_missing', 'error'],
  ['offline', 'error'],
])('after %s comes %s', (code, expected) => {
  const state = stateAfterFault(new PageFault(code, ''), { email: '', failedAt: 0 })
  expect(state.name).toBe(expected)
})
