import { expect, test } from 'vitest'
import { askForTitles } from '../../web/account/access/ask-for-titles.ts'
import { askForAccount } from '../../web/account/ask-for-account.ts'
import type { Prepared } from './prepared-answers.ts'
import { useAnswers } from './prepared-answers.ts'

const answer = useAnswers()
const supabaseUrl = 'https://project.example'
const rpc = `${supabaseUrl}/rest/v1/rpc/my_account`
const products = `${supabaseUrl}/rest/v1/stripe_products`
const { signal } = new AbortController()
const asking = {
  supabaseUrl,
  publishableKey: 'sb_publishable_a',
  accessToken: 'a.b.c',
  livemode: false,
  signal,
}
const known = {
  outcome: 'found',
  account: '0b1f9a52-6c7f-4a0e-9a3d-0d5f2c1b7f3c',
  balance: 95,
  access: ['export', 'pro'],
  lots: [{ left: 95, endsAt: null }],
  spent: [{ day: '2026-11-27', credits: 5 }],
}
const without = (name: keyof typeof known) => ({ ...known, [name]: undefined })

test('the project is asked with the visitor’s own token, in the mode of the door', async () => {
  const asked = answer(rpc, { status: 200, body: known })
  expect(await askForAccount(asking)).toEqual(known)
  expect(asked[0]?.headers.get('Authorization')).toBe('Bearer a.b.c')
  expect(asked[0]?.headers.get('apikey')).toBe('sb_publishable_a')
  expect(asked[0]?.body).toEqual({ live: false })
})

test('a product that opens its own id is called what the shop calls it, where that is public', async () => {
  const asked = answer(products, {
    status: 200,
    body: [{ stripe_product_id: 'prod_a', name: 'Studio' }],
  })
  expect(await askForTitles(asking, ['prod_a', 'prod_b', 'pro'])).toEqual([
    { name: 'prod_a', title: 'Studio' },
    { name: 'prod_b', title: null },
    { name: 'pro', title: null },
  ])
  const { searchParams } = new URL(asked[0]?.url ?? '')
  expect(Object.fromEntries(searchParams)).toEqual({
    select: 'stripe_product_id,name',
    livemode: 'is.false',
    stripe_product_id: 'in.(prod_a,prod_b)',
  })
})

test('names of the owner’s own are shown without asking', async () => {
  expect(await askForTitles(asking, ['export'])).toEqual([{ name: 'export', title: null }])
})

test('a project from before says nothing', async () => {
  answer(rpc, { status: 404, body: { code: 'PGRST202' } })
  expect(await askForAccount(asking)).toBe(null)
})

test.each<[Prepared | null, string]>([
  [
    { status: 200, body: { ...known, outcome: 'account_unknown', account: null } },
    'auth_unavailable',
  ],
  [{ status: 200, body: without('access') }, 'auth_unavailable'],
  [{ status: 200, body: without('balance') }, 'auth_unavailable'],
  [{ status: 200, body: without('lots') }, 'auth_unavailable'],
  [{ status: 200, body: without('spent') }, 'auth_unavailable'],
  [{ status: 401, body: { code: 'PGRST301' } }, 'auth_unavailable'],
  [{ status: 500, body: '<html>' }, 'auth_unavailable'],
  [null, 'offline'],
])('%j is never taken for nothing', async (prepared, code) => {
  answer(rpc, prepared)
  await expect(askForAccount(asking)).rejects.toMatchObject({ code })
})

test('where the names can’t be read, what is had is unknown, not less', async () => {
  answer(products, { status: 500, body: {} })
  await expect(askForTitles(asking, ['prod_a', 'pro'])).rejects.toMatchObject({
    code: 'auth_unavailable',
  })
})
