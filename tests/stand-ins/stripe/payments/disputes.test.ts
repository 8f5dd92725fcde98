import { beforeEach, expect, test } from 'vitest'
import { offer, order, typesSince } from '../selling/shop.ts'
import { useStandIn } from '../stand-in.ts'

const own = useStandIn()
let charge: string
beforeEach(async () => {
  const cup = offer(own.stripe, 'Cup', { recurring: null, unit_amount: 1250 })
  const { id } = await order(own.sdk, cup)
  own.stripe.payCheckout(id, { email: 'ada@b.c' })
  charge = own.stripe.charges()[0]!.id
})
type Step = Parameters<typeof own.stripe.stepDispute>[1]
const play = (isInquiry: boolean, steps: Step[]) => {
  const before = own.stripe.events().length
  const { id } = own.stripe.openDispute({ charge, isInquiry })
  for (const step of steps) own.stripe.stepDispute(id, step)
  return { id, types: typesSince(own.stripe, before).map((type) => type.split('.').at(-1)) }
}

test.each<[isInquiry: boolean, steps: Step[], status: string, moved: number[], types: string[]]>([
  [false, [], 'needs_response', [-1250], ['created', 'funds_withdrawn']],
  [
    false,
    ['answer', 'win'],
    'won',
    [-1250, 1250],
    ['created', 'funds_withdrawn', 'updated', 'updated', 'funds_reinstated', 'closed'],
  ],
  [
    false,
    ['answer', 'lose'],
    'lost',
    [-1250],
    ['created', 'funds_withdrawn', 'updated', 'updated', 'closed'],
  ],
  [true, [], 'warning_needs_response', [], ['created']],
  [true, ['answer'], 'warning_under_review', [], ['created', 'updated']],
  [true, ['drop'], 'warning_closed', [], ['created', 'updated', 'closed']],
  [
    true,
    ['answer', 'escalate'],
    'needs_response',
    [-1250],
    ['created', 'updated', 'updated', 'funds_withdrawn'],
  ],
])('an inquiry (%s) after %j is %s', async (isInquiry, steps, status, moved, expected) => {
  const { id, types } = play(isInquiry, steps)
  const dispute = await own.sdk.disputes.retrieve(id)
  expect(dispute).toMatchObject({ charge, amount: 1250, status })
  expect(dispute.balance_transactions.map(({ amount }) => amount)).toEqual(moved)
  expect(types).toEqual(expected)
  expect(await own.sdk.charges.retrieve(charge)).toMatchObject({ disputed: true })
})

test('a dispute may be about a part of a charge, and is found by charge and by payment', async () => {
  const { id } = own.stripe.openDispute({ charge, amount: 500 })
  const payment_intent = own.stripe.charges()[0]!.payment_intent as string
  for (const params of [{ charge }, { payment_intent }, {}])
    expect((await own.sdk.disputes.list(params)).data).toMatchObject([{ id, amount: 500 }])
  expect((await own.sdk.disputes.list({ charge: 'ch_none' })).data).toEqual([])
})

test.each<[isInquiry: boolean, steps: Step[], step: Step]>([
  [false, [], 'escalate'],
  [false, [], 'drop'],
  [true, [], 'win'],
  [false, ['win'], 'lose'],
  [false, ['lose'], 'answer'],
])('an inquiry (%s) after %j does not %s', (isInquiry, steps, step) => {
  const { id } = play(isInquiry, steps)
  const before = own.stripe.events().length
  expect(() => own.stripe.stepDispute(id, step)).toThrow(`can't take the step "${step}"`)
  expect(own.stripe.events()).toHaveLength(before)
})

test('what is disputed cannot be disputed again', () => {
  own.stripe.openDispute({ charge })
  expect(() => own.stripe.openDispute({ charge })).toThrow('is disputed already')
})
