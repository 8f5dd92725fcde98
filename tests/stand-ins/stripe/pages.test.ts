import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { sellTea, useStandIn } from './stand-in.ts'

const own = useStandIn()
let customer: string
let subscription: string
beforeEach(() => {
  customer = own.stripe.createCustomer({ email: 'a@b.c', name: '<i>Ada</i>' }).id
  subscription = sellTea(own.stripe)(customer).id
})

async function openSession(params: object = {}): Promise<string> {
  const { url } = await own.sdk.billingPortal.sessions.create({
    customer,
    return_url: 'https://example.com/billing?a=1&b=2',
    ...params,
  })
  return url
}

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
const bodyOf = async (url: string) => (await fetch(url)).text()

test('the portal shows the customer and what is paid for, escaped, and the way back', async () => {
  const response = await fetch(await openSession())
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const body = await response.text()
  for (const shown of [
    '&lt;i&gt;Ada&lt;/i&gt;',
    'Tea &amp; Cake',
    '€12.50 every month',
    'href="https://example.com/billing?a=1&amp;b=2"',
  ])
    expect(body).toContain(shown)
})

describe('a press in the portal', () => {
  test('changes the address, with the event that tells of it', async () => {
    const url = await openSession()
    const response = await post(url, { do: 'update_customer', email: 'new@b.c' })
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/\?done$/),
    ])
    expect(own.stripe.events()[0]).toMatchObject({
      type: 'customer.updated',
      data: { object: { email: 'new@b.c' }, previous_attributes: { email: 'a@b.c' } },
    })
  })

  test('does not change an address that the configuration protects', async () => {
    const { id: configuration } = own.stripe.createConfiguration({
      features: { customer_update: { enabled: true, allowed_updates: ['name'] } },
    })
    const url = await openSession({ configuration })
    expect(await bodyOf(url)).not.toContain('type="email"')
    await post(url, { do: 'update_customer', email: 'new@b.c', name: 'Eve' })
    expect(own.stripe.findCustomer(customer)).toMatchObject({ email: 'a@b.c', name: 'Eve' })
  })

  test.each<[Record<string, string>, object]>([
    [{ do: 'cancel_subscription' }, { status: 'active', cancel_at_period_end: true }],
    [{ do: 'keep_subscription' }, { status: 'active', cancel_at: null }],
    [{ do: 'update_own_card', last4: '1881' }, { default_payment_method: expect.any(String) }],
    [{ do: 'pause_subscription' }, { pause_collection: { behavior: 'void' } }],
    [{ do: 'resume_subscription' }, { pause_collection: null }],
    [{ do: 'update_subscription', quantity: '3' }, { items: { data: [{ quantity: 3 }] } }],
  ])('of %j changes the subscription', async (form, expected) => {
    await post(await openSession(), { subscription, ...form })
    expect(own.stripe.subscriptions()).toMatchObject([expected])
  })

  test('records a card, without touching the address', async () => {
    const url = await openSession()
    await post(url, { do: 'update_card', last4: '4242' })
    expect(await bodyOf(url)).toContain('4242')
    const { data } = own.stripe.events()[0]!
    expect(data.previous_attributes).toEqual({ invoice_settings: { default_payment_method: null } })
    // The subscription's own would come first: it stays.
    expect(own.stripe.subscriptions()).toMatchObject([{ default_payment_method: null }])
  })

  test('does nothing that the configuration has off', async () => {
    const { id: configuration } = own.stripe.createConfiguration({
      features: { payment_method_update: { enabled: true } },
    })
    const url = await openSession({ configuration })
    expect(await bodyOf(url)).not.toContain('cancel_subscription')
    expect((await post(url, { do: 'cancel_subscription', subscription })).status).toBe(400)
    expect(own.stripe.subscriptions()).toMatchObject([{ cancel_at: null }])
  })

  test("does nothing to another customer's subscription", async () => {
    const url = await openSession({ customer: own.stripe.createCustomer().id })
    expect((await post(url, { do: 'cancel_subscription', subscription })).status).toBe(400)
    expect(own.stripe.subscriptions()).toMatchObject([{ cancel_at_period_end: false }])
  })
})

test('a flow shows only itself, and leads where it should', async () => {
  const url = await openSession({
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription },
      after_completion: { type: 'redirect', redirect: { return_url: 'https://example.com/done' } },
    },
  })
  const body = await bodyOf(url)
  expect(body).toContain('cancel_subscription')
  expect(body).not.toMatch(/update_card|update_customer/)
  const response = await post(url, { do: 'cancel_subscription', subscription })
  expect(response.headers.get('location')).toBe('https://example.com/done')
})

describe('the address of a portal page', () => {
  test('lives five minutes unused, and an hour after each use', async () => {
    const [used, unused] = [await openSession(), await openSession()]
    const statusAfter = async (seconds: number, url: string) => {
      own.pass(seconds)
      return (await fetch(url)).status
    }
    expect(await statusAfter(300, used)).toBe(200)
    expect(await statusAfter(1, unused)).toBe(410)
    expect(await statusAfter(3590, used)).toBe(200)
    expect(await statusAfter(3601, used)).toBe(410)
  })

  test('leads to a fresh one when it has expired, if that was asked for', async () => {
    const url = await openSession({ after_expiration: { type: 'customer_login' } })
    own.pass(301)
    expect(await bodyOf(url)).toContain('This link has expired')
    const response = await post(url, { do: 'sign_in' })
    const fresh = new URL(response.headers.get('location')!, url).href
    expect(fresh).not.toBe(url)
    expect(await bodyOf(fresh)).toContain('Manage your billing')
  })

  test('is 404 if it was guessed, and 410 once the customer is deleted', async () => {
    const url = await openSession()
    expect((await fetch(url.slice(0, -1))).status).toBe(404)
    own.stripe.deleteCustomer(customer)
    expect((await fetch(url)).status).toBe(410)
  })
})

describe('the dashboard', () => {
  test('finds a customer, opens the portal and deletes', async () => {
    own.stripe.createCustomer({ email: 'zoe@b.c' })
    const found = await bodyOf(`${own.stripe.url}/?q=ZOE`)
    expect(found).toContain('zoe@b.c')
    expect(found).not.toContain('a@b.c')
    const response = await post(own.stripe.url, { do: 'open_portal', customer })
    expect(await bodyOf(response.headers.get('location')!)).toContain('Tea &amp; Cake')
    await post(own.stripe.url, { do: 'delete', customer })
    expect(own.stripe.findCustomer(customer)).toBeNull()
  })

  test('works behind a prefix that is taken off, and so does the portal', async () => {
    const proxy = createServer((request, response) => {
      request.url = request.url!.replace('/_local/stripe', '') || '/'
      own.stripe.handle(request, response)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const prefix = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/_local/stripe`
    own.stripe.setPublicUrl(prefix)
    expect(await bodyOf(prefix)).toContain(`<base href="${prefix}/"`)
    const url = await openSession()
    const response = await post(url, { do: 'update_card', last4: '1111' })
    const location = new URL(response.headers.get('location')!, url).href
    expect(location).toBe(`${url}?done`)
    expect(await bodyOf(location)).toContain('1111')
    own.stripe.setPublicUrl(own.stripe.url)
    proxy.closeAllConnections()
    await new Promise((resolve) => proxy.close(resolve))
  })
})
