import type { Account } from '../../account.ts'
import { listObject } from '../../api/list.ts'
import type { Params } from '../../api/params.ts'
import { findInteger, findText, findTexts } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { chargeObject, getCharge } from '../../objects/payments/charges.ts'
import { getIntent, intentObject } from '../../objects/payments/intents.ts'
import { createRefund, getRefund, refundObject, refundsOf } from '../../objects/payments/refunds.ts'

const path = '/v1/refunds'
const reasons = ['duplicate', 'fraudulent', 'requested_by_customer']

/** Money given back; rides on the permission for charges. https://docs.stripe.com/api/refunds */
export const refunds: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_charge_read',
      params: [...listParams, 'charge', 'payment_intent'],
      answer({ account, params }) {
        const [charge, intent] = ['charge', 'payment_intent'].map((name) => findText(params, name))
        return listObject({
          url: path,
          kind: 'refund',
          params,
          collection: refundsOf(account),
          keep: (record) =>
            (charge ?? record.charge) === record.charge &&
            (intent === undefined || getCharge(account, record.charge).intent === intent),
          toObject: (record) => refundObject(account, record),
        })
      },
    },
    {
      method: 'POST',
      path,
      permission: 'rak_charge_write',
      params: ['amount', 'charge', 'metadata', 'payment_intent', 'reason'],
      answer({ account, params }) {
        const refund = createRefund(account, {
          charge: readCharge(account, params),
          amount: findInteger(params, 'amount'),
          reason: readReason(params),
          metadata: findTexts(params, 'metadata') ?? {},
        })
        return refundObject(account, refund)
      },
    },
    {
      method: 'GET',
      path: `${path}/:refund`,
      permission: 'rak_charge_read',
      params: [],
      answer: ({ account, ids: [id] }) => refundObject(account, getRefund(account, id)),
    },
  ],
  expandable: {
    refund: {
      charge: {
        permission: 'rak_charge_read',
        expand: (account, id) =>
          chargeObject(account, getCharge(account, getRefund(account, id).charge)),
      },
      payment_intent: {
        permission: 'rak_payment_intent_read',
        expand(account, id) {
          const { intent } = getCharge(account, getRefund(account, id).charge)
          return intentObject(account, getIntent(account, intent))
        },
      },
    },
  },
}

function readCharge(account: Account, params: Params): string {
  const [charge, intent] = ['charge', 'payment_intent'].map((name) => findText(params, name))
  if (charge) return charge
  if (!intent) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const { latestCharge } = getIntent(account, intent, 'payment_intent')
  if (latestCharge) return latestCharge
  throw invalid(`This PaymentIntent (${intent}) does not have a successful charge to refund.`)
}

function readReason(params: Params): string | null {
  const reason = findText(params, 'reason') || null
  if (reason === null || reasons.includes(reason)) return reason
  throw invalid(`Invalid reason: must be one of ${reasons.join(', ')}`, 'reason')
}
