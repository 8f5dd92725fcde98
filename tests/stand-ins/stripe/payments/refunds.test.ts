import { beforeEach, expect, test } from 'vitest'
import { offer, order, typesSince } from '../selling/shop.ts'
import { refusal, useStandIn } from '../stand-in.ts'

const own = useStandIn()
let charge: string
let intent: string
beforeEach(async () => {
  const cup = offer(own.stripe, 'Cup', { recurring: null, unit_amount: 1250 })
  const { id } = await order(own.sdk, cup)
  intent = own.stripe.payCheckout(id, { email: 'ada@b.c' }).payment_intent as string
  charge = own.stripe.charges()[0]!.id
})
const read = () => own.sdk.charges.retrieve(charge, { expand: ['refunds'] })

test('a refund in parts adds up, until the whole charge is refunded', async () => {
  const before = own.stripe.events().length
  await own.sdk.refunds.create({ charge, amount: 250, reason: 'requested_by_customer' })
  expect(await read()).toMatchObject({ amount_refunded: 250, refunded: false })
  await own.sdk.refunds.create({ payment_intent: intent })
  expect(await read()).toMatchObject({
    amount_refunded: 1250,
    refunded: true,
    refunds: { data: [{ amount: 1000 }, { amount: 250, reason: 'requested_by_customer' }] },
  })
  expect(typesSince(own.stripe, before)).toEqual([
    'refund.created',
    'charge.refunded',
    'refund.created',
    'charge.refunded',
  ])
  expect(own.stripe.events()[0]).toMatchObject({
    data: {
      object: { id: charge, payment_intent: intent },
      previous_attributes: { amount_refunded: 250, refunded: false },
    },
  })
})

test('a refund that fails later is the shop’s money again', async () => {
  const { id } = own.stripe.refundCharge(charge)
  own.stripe.settleRefund(id, 'fails')
  expect(await read()).toMatchObject({ amount_refunded: 0, refunded: false })
  const refund = await own.sdk.refunds.retrieve(id)
  expect(refund).toMatchObject({ status: 'failed', failure_reason: expect.any(String) })
  const types = own.stripe.events().map(({ type }) => type)
  expect(types.slice(0, 3)).toEqual(['refund.failed', 'charge.refund.updated', 'refund.updated'])
})

test('a pending refund counts at once, and says when it has arrived', async () => {
  const { id } = own.stripe.refundCharge(charge, 500, { status: 'pending' })
  expect(await read()).toMatchObject({ amount_refunded: 500 })
  own.stripe.settleRefund(id, 'succeeds')
  expect(await own.sdk.refunds.retrieve(id)).toMatchObject({ status: 'succeeded' })
  expect(own.stripe.events()[1]).toMatchObject({
    type: 'refund.updated',
    data: { previous_attributes: { status: 'pending' } },
  })
})

test('while the bank only asks, the charge can still be refunded', async () => {
  own.stripe.openDispute({ charge, isInquiry: true })
  await own.sdk.refunds.create({ charge })
  expect(await read()).toMatchObject({ refunded: true, disputed: true })
})

test('refunds are found by charge, by payment, and newest first', async () => {
  const [one, two] = [own.stripe.refundCharge(charge, 1), own.stripe.refundCharge(charge, 2)]
  for (const params of [{ charge }, { payment_intent: intent }, {}]) {
    const { data } = await own.sdk.refunds.list(params)
    expect(data.map(({ id }) => id)).toEqual([two.id, one.id])
  }
  expect((await own.sdk.refunds.list({ charge: 'ch_none' })).data).toEqual([])
})

test.each<[string, () => Promise<unknown>, object]>([
  [
    'more than is left',
    () => {
      own.stripe.refundCharge(charge, 1000)
      return own.sdk.refunds.create({ charge, amount: 251 })
    },
    {
      param: 'amount',
      message: 'Refund amount (€2.51) is greater than unrefunded amount on charge (€2.50)',
    },
  ],
  [
    'what was refunded already',
    () => {
      own.stripe.refundCharge(charge)
      return own.sdk.refunds.create({ charge })
    },
    { code: 'charge_already_refunded' },
  ],
  [
    'what is disputed',
    () => {
      own.stripe.openDispute({ charge })
      return own.sdk.refunds.create({ charge })
    },
    { code: 'charge_disputed' },
  ],
  ['nothing', () => own.sdk.refunds.create({ charge, amount: 0 }), { param: 'amount' }],
  ['nobody', () => own.sdk.refunds.create({}), {}],
  ['an unknown charge', () => own.sdk.refunds.create({ charge: 'ch_x' }), { param: 'charge' }],
  [
    'a reason that Stripe does not know',
    () => own.sdk.refunds.create({ charge, reason: 'bored' }),
    { param: 'reason' },
  ],
])('a refund of %s is refused', async (_, call, expected) => {
  const error = await refusal(call())
  expect(error.statusCode).toBe(400)
  expect(error).toMatchObject(expected)
})
