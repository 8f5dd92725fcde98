import { expect, test } from 'vitest'
import type { Running } from './running-plans.ts'
import { watchRunning } from './running-plans.ts'
import type { PlansPage } from './states.ts'
import { useAnswers } from '#tests/page/prepared-answers.ts'

const prepare = useAnswers()
const gateway = 'https://pay.example'
const door = `${gateway}/api/portal-links`

/** What a page is told whose tab has this token. */
async function told(accessToken: string | null): Promise<(Running | 'unsure' | null)[]> {
  const heard: (Running | 'unsure' | null)[] = []
  const page = {
    session: { find: () => accessToken },
    settings: { gateway },
    signal: AbortSignal.timeout(60_000),
  } as unknown as PlansPage
  await watchRunning(page, (found) => void heard.push(found))
  return heard
}

const answer = (subscriptions: object[] | null) => ({
  status: 200,
  body: { email: 'ada@example.com', links: [{ subscriptions }] },
})

test('whoever is not signed in is asked for by nobody', async () => {
  const asked = prepare(door, answer([]))
  expect(await told(null)).toEqual([])
  expect(asked).toEqual([])
})

test('what runs is told by its name, and what has ended, or has none, is not', async () => {
  const asked = prepare(
    door,
    answer([
      { product: 'Pro', status: 'active' },
      { product: 'Patron', status: 'trialing' },
      { product: 'Old', status: 'canceled' },
      { product: 'Later', status: 'incomplete' },
      { product: null, status: 'active' },
    ]),
  )
  const products = new Set(['Pro', 'Patron'])
  expect(await told('a.b.c')).toEqual([{ email: 'ada@example.com', products }])
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer a.b.c')
})

test.each([
  ['subscriptions that the key may not see', answer(null)],
  ['a door that fails', { status: 502, body: { code: 'database_unavailable' } }],
  ['no door', null],
])('with %s nobody knows', async (_what, given) => {
  prepare(door, given)
  expect(await told('a.b.c')).toEqual(['unsure'])
})

test.each(['token_expired', 'sign_in_too_old', 'email_unproven'])(
  'a sign-in that proves nothing any more (%s) is a guest',
  async (code) => {
    prepare(door, { status: 401, body: { code } })
    expect(await told('a.b.c')).toEqual([])
  },
)
