import { beforeEach, expect, test } from 'vitest'
import { offer, order } from './selling/shop.ts'
import { now, useStandIn } from './stand-in.ts'

const own = useStandIn()
let cup: string
beforeEach(() => {
  cup = offer(own.stripe, 'Cup', { recurring: null, unit_amount: 1250 })
})
const bodyOf = async (path: string) => (await fetch(`${own.stripe.url}/${path}`)).text()
const press = (path: string, form: Record<string, string>) =>
  fetch(`${own.stripe.url}/${path}`, { method: 'POST', body: new URLSearchParams(form) })
const buy = async (method: 'card' | 'bank' = 'card') => {
  const { id } = await order(own.sdk, cup)
  own.stripe.payCheckout(id, { email: 'ada@b.c', method })
  return own.stripe.charges()[0]!
}

test('a payment is refunded in half and in whole, and a refund fails', async () => {
  const { id: charge } = await buy()
  expect(await bodyOf('payments')).toContain('€12.50')
  await press('payments', { do: 'refund_half', charge })
  const body = await (await press('payments', { do: 'refund', charge })).text()
  expect(body).toContain('€12.50 refunded')
  expect(body).not.toContain('value="refund"')
  const [refund] = (await own.sdk.refunds.list()).data
  await press('payments', { do: 'fail_refund', refund: refund!.id })
  expect(own.stripe.charges()[0]).toMatchObject({ amount_refunded: 625 })
})

test('a bank asks, disputes and decides', async () => {
  const { id: charge } = await buy()
  await press('payments', { do: 'inquire', charge })
  const [{ id: dispute } = { id: '' }] = own.stripe.disputes()
  expect(await bodyOf('payments')).toContain('value="escalate"')
  for (const step of ['escalate', 'answer', 'lose'])
    await press('payments', { do: 'step_dispute', dispute, step })
  expect(own.stripe.disputes()).toMatchObject([{ status: 'lost' }])
  expect(await bodyOf('payments')).toContain('Dispute: lost')
  expect((await press('payments', { do: 'step_dispute', dispute, step: 'win' })).status).toBe(400)
})

test('the money of a bank debit arrives, or does not', async () => {
  for (const [button, status] of [
    ['money_arrives', 'succeeded'],
    ['money_fails', 'failed'],
  ] as const) {
    const { payment_intent } = await buy('bank')
    await press('payments', { do: button, intent: payment_intent as string })
    expect(own.stripe.charges()[0]).toMatchObject({ status })
  }
})

test('a subscription’s time moves on by its buttons, and its card turns bad and good', async () => {
  const customer = own.stripe.createCustomer({ email: 'ada@b.c' }).id
  const { id: subscription } = own.stripe.createSubscription({
    customer,
    items: [{ price: offer(own.stripe, 'Pro', {}) }],
    default_payment_method: own.stripe.createPaymentMethod({ customer }).id,
    current_period_end: now + 86_400,
  })
  const each = async (...names: string[]) => {
    for (const name of names) await press('subscriptions', { do: name, subscription })
  }
  await each('end_period')
  expect(await bodyOf('subscriptions')).toMatch(/active, invoice\s+draft/)
  await each('turn_card', 'pass_hour')
  expect(await bodyOf('subscriptions')).toMatch(/past_due, invoice\s+open/)
  await each('turn_card', 'end_period', 'pass_hour')
  expect(own.stripe.subscriptions()).toMatchObject([{ status: 'active' }])
})

test('the links are there to be followed', async () => {
  const { url } = own.stripe.createPaymentLink({ lines: [{ price: cup }] })
  expect(await bodyOf('links')).toContain(`href="${url}"`)
})

test.each(['', 'payments', 'subscriptions', 'links'])(
  'the page /%s leads to the others',
  async (path) => {
    const body = await bodyOf(path)
    for (const title of ['Customers', 'Payments', 'Subscriptions', 'Payment Links'])
      expect(body).toContain(title)
    expect((await press(path, { do: 'anything' })).status).toBe(400)
  },
)
