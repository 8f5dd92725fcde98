import { expect, test } from 'vitest'
import { askForAccess } from '../../web/account/ask-for-access.ts'
import type { Prepared } from './prepared-answers.ts'
import { useAnswers } from './prepared-answers.ts'

const answer = useAnswers()
const supabaseUrl = 'https://project.example'
const rpc = `${supabaseUrl}/rest/v1/rpc/my_account`
const products = `${supabaseUrl}/rest/v1/stripe_products`
const { signal } = new AbortController()
const ask = () =>
  askForAccess({
    supabaseUrl,
    publishableKey: 'sb_publishable_a',
    accessToken: 'a.b.c',
    livemode: false,
    signal,
  })
const found = (access: string[]) => ({ status: 200, body: { outcome: 'found', access } })

test('the project is asked with the visitor’s own token, in the mode of the door', async () => {
  const asked = answer(rpc, found(['export', 'pro']))
  expect(await ask()).toEqual([
    { name: 'export', title: null },
    { name: 'pro', title: null },
  ])
  expect(asked[0]?.headers.get('Authorization')).toBe('Bearer a.b.c')
  expect(asked[0]?.headers.get('apikey')).toBe('sb_publishable_a')
  expect(asked[0]?.body).toEqual({ live: false })
})

test('a product that opens its own id is called what the shop calls it, where that is public', async () => {
  answer(rpc, found(['prod_a', 'prod_b', 'pro']))
  const asked = answer(products, {
    status: 200,
    body: [{ stripe_product_id: 'prod_a', name: 'Studio' }],
  })
  expect(await ask()).toEqual([
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

test('a project from before says nothing', async () => {
  answer(rpc, { status: 404, body: { code: 'PGRST202' } })
  expect(await ask()).toBe(null)
})

test.each<[Prepared | null, string]>([
  [{ status: 200, body: { outcome: 'account_unknown', access: [] } }, 'auth_unavailable'],
  [{ status: 200, body: { outcome: 'found' } }, 'auth_unavailable'],
  [{ status: 401, body: { code: 'PGRST301' } }, 'auth_unavailable'],
  [{ status: 500, body: '<html>' }, 'auth_unavailable'],
  [null, 'offline'],
])('%j is never taken for nothing', async (prepared, code) => {
  answer(rpc, prepared)
  await expect(ask()).rejects.toMatchObject({ code })
})

test('where the names can’t be read, what is had is unknown, not less', async () => {
  answer(rpc, found(['prod_a', 'pro']))
  answer(products, { status: 500, body: {} })
  await expect(ask()).rejects.toMatchObject({ code: 'auth_unavailable' })
})
