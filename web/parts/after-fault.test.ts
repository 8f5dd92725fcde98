import { expect, test } from 'vitest'
import { PageFault } from '../requests/faults.ts'
import type { FaultCode } from '../requests/faults.ts'
import { stateAfterFault } from './after-fault.ts'

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
  const state = stateAfterFault(new PageFault(code, ''), {
    email: '',
    failedAt: 0,
    again: { name: 'loading' },
  })
  expect(state.name).toBe(expected)
})
