import { describe, expect, test } from 'vitest'
import { askForTokens, endToken, makeToken } from '../../web/account/tokens/ask-for-tokens.ts'
import type { Prepared } from './prepared-answers.ts'
import { useAnswers } from './prepared-answers.ts'

const answer = useAnswers()
const gateway = 'https://pay.example'
const door = `${gateway}/api/tokens`
const { signal } = new AbortController()
const asking = { gateway, accessToken: 'a.b.c', signal }
const told = {
  id: '0b1f9a52-6c7f-4a0e-9a3d-0d5f2c1b7f3c',
  name: 'agent',
  lastFour: '7f3c',
  spendLimit: 10,
  spent: 3,
  expiresAt: null,
  lastUsedOn: null,
}
const made = { ...told, token: `pg_test_${'a'.repeat(38)}` }

const requests = {
  list: () => askForTokens(asking),
  make: () => makeToken(asking, { name: 'agent', spendLimit: 10 }),
  replace: () => makeToken(asking, { rotate: told.id }),
  end: () => endToken(asking, { id: told.id }),
}

test.each<[keyof typeof requests, Prepared, string, unknown]>([
  ['list', { status: 200, body: { tokens: [told] } }, 'GET', ''],
  ['make', { status: 201, body: made }, 'POST', { name: 'agent', spendLimit: 10 }],
  ['replace', { status: 201, body: made }, 'POST', { rotate: told.id }],
  ['end', { status: 204, body: '' }, 'DELETE', { id: told.id }],
])(
  '%s asks the door with the visitor’s token, and nothing in its address',
  async (name, prepared, method, body) => {
    const asked = answer(door, prepared)
    await requests[name]()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ url: door, method, body })
    expect(asked[0]!.headers.get('Authorization')).toBe('Bearer a.b.c')
  },
)

describe.each(Object.keys(requests) as (keyof typeof requests)[])('%s', (name) => {
  test.each<[string, Prepared | null, string]>([
    ['a page of somebody else’s', { status: 200, body: '<html>' }, 'answer_unreadable'],
    ['nothing', { status: 200, body: {} }, 'answer_unreadable'],
    ['a page with the status of a token', { status: 201, body: '<html>' }, 'answer_unreadable'],
    ['a refusal', { status: 401, body: { code: 'sign_in_too_old' } }, 'sign_in_too_old'],
    ['an outage', { status: 502, body: { code: 'database_unavailable' } }, 'database_unavailable'],
    ['a token that is none', { status: 404, body: { code: 'token_unknown' } }, 'token_unknown'],
    ['silence', null, 'offline'],
  ])('takes %s for a failure', async (_, prepared, code) => {
    answer(door, prepared)
    await expect(requests[name]()).rejects.toMatchObject({ code })
  })
})
