import { expect, test } from 'vitest'
import { firstState } from './first-state.ts'

const claims = { email: 'mallory@evil.example', iat: 100, exp: 1900 }
const token = `e30.${btoa(JSON.stringify(claims))}.sig`
const quiet = {
  missing: [],
  arrival: null,
  hasSession: false,
  email: '',
  waiting: null,
  bought: null,
}
const waiting = { email: 'ada@example.com', resendAt: 0 }

test.each([
  ['nobody is signed in', quiet, 'sign-in'],
  ['the tab has a session', { ...quiet, hasSession: true }, 'loading'],
  [
    'a link from an email arrives',
    { ...quiet, arrival: { kind: 'proof', tokenHash: 'a', email: '' } },
    'confirm',
  ],
  [
    'a link from an email arrives in a tab with a session',
    { ...quiet, hasSession: true, arrival: { kind: 'proof', tokenHash: 'a', email: '' } },
    'confirm',
  ],
  ['an email is on its way', { ...quiet, waiting }, 'mail-sent'],
  ['an email is on its way to another', { ...quiet, waiting, email: 'bob@example.com' }, 'sign-in'],
  ['the tab has a session as well', { ...quiet, waiting, hasSession: true }, 'loading'],
  ['a token arrives', { ...quiet, arrival: { kind: 'token', accessToken: token } }, 'confirm'],
  [
    'a token arrives in a tab with a session',
    { ...quiet, hasSession: true, arrival: { kind: 'token', accessToken: token } },
    'confirm',
  ],
  [
    'a token arrives that names no address',
    { ...quiet, arrival: { kind: 'token', accessToken: 'aa.bb.cc' } },
    'link-expired',
  ],
  ['a dead link arrives', { ...quiet, arrival: { kind: 'refused', email: '' } }, 'link-expired'],
  ['the visitor comes back from paying', { ...quiet, bought: 'cs_test_a' }, 'checking-purchase'],
  ['they come back with an id that is none', { ...quiet, bought: '' }, 'checking-purchase'],
  [
    'they come back to a tab with a session, and an email on its way',
    { ...quiet, bought: 'cs_test_a', hasSession: true, waiting },
    'checking-purchase',
  ],
  [
    'a link from an email arrives in a tab that remembers an order',
    { ...quiet, bought: 'cs_test_a', arrival: { kind: 'proof', tokenHash: 'a', email: '' } },
    'confirm',
  ],
  ['a message arrives', { ...quiet, arrival: { kind: 'message' } }, 'sign-in'],
  ['values are missing', { ...quiet, hasSession: true, missing: ['SUPABASE_URL'] }, 'not-set-up'],
] as const)('if %s, the page opens with it', (_when, given, expected) => {
  expect(firstState({ ...given, missing: [...given.missing] }).name).toBe(expected)
})
