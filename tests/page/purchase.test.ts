import { expect, test, vi } from 'vitest'
import { findOutcome } from '../../web/purchase/ask-for-purchase.ts'
import type { Prepared } from './prepared-answers.ts'
import { useAnswers } from './prepared-answers.ts'

const answer = useAnswers()
const gateway = 'https://pay.example'
const url = `${gateway}/api/purchase`
const session = `cs_test_${'a'.repeat(58)}`
const { signal } = new AbortController()
const ask = (id = session) => findOutcome({ gateway, signal }, id)

test('the door is asked by the id alone: no token goes with it, whoever is signed in', async () => {
  const body = { status: 'paid', items: [] }
  const asked = answer(url, { status: 200, body })
  expect(await ask()).toEqual(body)
  expect(asked[0]?.headers.get('Authorization')).toBe(null)
  expect(asked[0]?.body).toEqual({ session })
})

test.each<[Prepared | null, object]>([
  [{ status: 410, body: { code: 'session_expired' } }, { code: 'session_expired' }],
  [{ status: 404, body: { code: 'session_unknown' } }, { code: 'session_unknown' }],
  [
    { status: 429, body: { code: 'rate_limited' }, headers: { 'Retry-After': '42' } },
    { code: 'rate_limited', retryAfterSeconds: 42 },
  ],
  [{ status: 502, body: '<html>' }, { code: 'internal' }],
  [{ status: 200, body: { status: 'paid' } }, { code: 'answer_unreadable' }],
  // A status of a later version is not taken for a purchase.
  [{ status: 200, body: { status: 'refunded', items: [] } }, { code: 'answer_unreadable' }],
  [null, { code: 'offline' }],
])('%j is no purchase', async (prepared, fault) => {
  answer(url, prepared)
  expect(await ask()).toMatchObject({ fault, failedAt: expect.any(Number) as number })
})

test.each(['', 'cs_other_a', '../health', 'constructor'])('"%s" is asked of nobody', async (id) => {
  const fetching = vi.spyOn(globalThis, 'fetch')
  expect(await ask(id)).toMatchObject({ fault: { code: 'session_unknown' } })
  expect(fetching).not.toHaveBeenCalled()
  fetching.mockRestore()
})
