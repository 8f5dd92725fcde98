import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, NOW_MS } from './client.ts'

let clockMs = NOW_MS
let standIn: StripeStandIn
let customer: string
let subscription: string

beforeAll(async () => {
  standIn = await startStripeStandIn({ now: () => clockMs })
})
beforeEach(() => {
  clockMs = NOW_MS
  standIn.reset()
  customer = standIn.createCustomer({ email: 'a@b.c', name: '<i>Ada</i>' }).id
  const product = standIn.createProduct({ name: 'Tea & Cake' }).id
  const price = standIn.createPrice({ product, unit_amount: 1250, currency: 'eur' }).id
  subscription = standIn.createSubscription({ customer, items: [{ price }] }).id
})
afterAll(() => standIn.close())

async function openSession(params: object = {}): Promise<string> {
  const { url } = await connect(standIn).billingPortal.sessions.create({
    customer,
    return_url: 'https://example.com/billing?a=1&b=2',
    ...params,
  })
  return url
}

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })

async function bodyOf(url: string): Promise<string> {
  return (await fetch(url)).text()
}

test('the page shows the customer and what is paid for, escaped, and the way back', async () => {
  const response = await fetch(await openSession())
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const body = await response.text()
  expect(body).toContain('&lt;i&gt;Ada&lt;/i&gt;')
  expect(body).toContain('Tea &amp; Cake')
  expect(body).toContain('€12.50 every month')
  expect(body).toContain('href="https://example.com/billing?a=1&amp;b=2"')
})

describe('a form', () => {
  test('changes the address, and the change rings', async () => {
    const url = await openSession()
    const response = await post(url, { do: 'update_customer', email: 'new@b.c' })
    expect(response.status).toBe(303)
    expect(await bodyOf(new URL(response.headers.get('location')!, url).href)).toContain('new@b.c')
    expect(standIn.findCustomer(customer)?.email).toBe('new@b.c')
    expect(standIn.events()[0]).toMatchObject({
      type: 'customer.updated',
      data: { previous_attributes: { email: 'a@b.c' } },
    })
  })

  test('does not change an address that the configuration protects', async () => {
    const { id: configuration } = standIn.createConfiguration({
      features: { customer_update: { enabled: true, allowed_updates: ['name'] } },
    })
    const url = await openSession({ configuration })
    expect(await bodyOf(url)).not.toContain('type="email"')
    await post(url, { do: 'update_customer', email: 'new@b.c', name: 'Eve' })
    expect(standIn.findCustomer(customer)).toMatchObject({ email: 'a@b.c', name: 'Eve' })
  })

  test('cancels at the end of the period', async () => {
    await post(await openSession(), { do: 'cancel_subscription', subscription })
    expect(standIn.subscriptions()).toMatchObject([
      { status: 'active', cancel_at_period_end: true },
    ])
  })

  test('pauses, resumes and changes a quantity', async () => {
    const url = await openSession()
    await post(url, { do: 'pause_subscription', subscription })
    expect(standIn.subscriptions()).toMatchObject([{ pause_collection: { behavior: 'void' } }])
    await post(url, { do: 'resume_subscription', subscription })
    await post(url, { do: 'update_subscription', subscription, quantity: '3' })
    expect(standIn.subscriptions()).toMatchObject([
      { pause_collection: null, items: { data: [{ quantity: 3 }] } },
    ])
  })

  test('records a card, without touching the address', async () => {
    const url = await openSession()
    await post(url, { do: 'update_card', last4: '4242' })
    expect(await bodyOf(url)).toContain('4242')
    const { data } = standIn.events()[0]!
    expect(data.previous_attributes).toEqual({ invoice_settings: { default_payment_method: null } })
  })

  test('deletes the customer, and the page with it', async () => {
    const url = await openSession()
    await post(url, { do: 'delete_customer' })
    expect(standIn.findCustomer(customer)).toBeNull()
    expect((await fetch(url)).status).toBe(410)
  })

  test('does nothing that the configuration has off', async () => {
    const { id: configuration } = standIn.createConfiguration({
      features: { payment_method_update: { enabled: true } },
    })
    const url = await openSession({ configuration })
    expect(await bodyOf(url)).not.toContain('cancel_subscription')
    expect((await post(url, { do: 'cancel_subscription', subscription })).status).toBe(400)
    expect(standIn.subscriptions()).toMatchObject([{ cancel_at: null }])
  })

  test("does nothing to somebody else's subscription", async () => {
    const stranger = standIn.createCustomer().id
    const response = await post(
      await connect(standIn)
        .billingPortal.sessions.create({ customer: stranger })
        .then(({ url }) => url),
      { do: 'cancel_subscription', subscription },
    )
    expect(response.status).toBe(400)
    expect(standIn.subscriptions()).toMatchObject([{ cancel_at_period_end: false }])
  })
})

test('a flow shows itself alone, and leads where it should', async () => {
  const url = await openSession({
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription },
      after_completion: { type: 'redirect', redirect: { return_url: 'https://example.com/done' } },
    },
  })
  const body = await bodyOf(url)
  expect(body).toContain('cancel_subscription')
  expect(body).not.toContain('update_card')
  expect(body).not.toContain('delete_customer')
  const response = await post(url, { do: 'cancel_subscription', subscription })
  expect(response.headers.get('location')).toBe('https://example.com/done')
})

describe('the life of an address', () => {
  test('five minutes unused, and not a second more', async () => {
    const [used, unused] = [await openSession(), await openSession()]
    clockMs += 300_000
    expect((await fetch(used)).status).toBe(200)
    clockMs += 1_000
    expect((await fetch(unused)).status).toBe(410)
    clockMs += 3_590_000
    expect((await fetch(used)).status).toBe(200)
    clockMs += 3_601_000
    expect((await fetch(used)).status).toBe(410)
  })

  test('an expired one that may be recovered leads to a fresh one', async () => {
    const url = await openSession({ after_expiration: { type: 'customer_login' } })
    clockMs += 301_000
    expect(await bodyOf(url)).toContain('This link has expired')
    const response = await post(url, { do: 'sign_in' })
    const fresh = new URL(response.headers.get('location')!, url).href
    expect(fresh).not.toBe(url)
    expect(await bodyOf(fresh)).toContain('Manage your billing')
  })

  test('a guessed one is not known', async () => {
    const url = await openSession()
    expect((await fetch(url.slice(0, -1))).status).toBe(404)
  })
})

describe('the front page', () => {
  test('finds a customer and opens the portal', async () => {
    standIn.createCustomer({ email: 'zoe@b.c' })
    const found = await bodyOf(`${standIn.url}/?q=ZOE`)
    expect(found).toContain('zoe@b.c')
    expect(found).not.toContain('a@b.c')
    const response = await post(standIn.url, { customer })
    expect(await bodyOf(response.headers.get('location')!)).toContain('Tea &amp; Cake')
  })

  test('works behind a prefix that is stripped', async () => {
    const proxy = createServer((request, response) => {
      request.url = request.url!.replace('/_local/stripe', '') || '/'
      standIn.handle(request, response)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const prefix = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/_local/stripe`
    standIn.setPublicUrl(prefix)
    expect(await bodyOf(prefix)).toContain(`<base href="${prefix}/"`)
    const url = await openSession()
    const response = await post(url, { do: 'update_card', last4: '1111' })
    const location = new URL(response.headers.get('location')!, url).href
    expect(location).toBe(`${url}?done`)
    expect(await bodyOf(location)).toContain('1111')
    standIn.setPublicUrl(standIn.url)
    proxy.closeAllConnections()
    await new Promise((resolve) => proxy.close(resolve))
  })
})
