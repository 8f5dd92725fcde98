import { listObject } from '../../api/list.ts'
import { findText } from '../../api/params.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { chargeObject, getCharge } from '../../objects/payments/charges.ts'
import { disputeObject } from '../../objects/payments/dispute.ts'
import { disputesOf, getDispute } from '../../objects/payments/disputes.ts'
import { getIntent, intentObject } from '../../objects/payments/intents.ts'

const path = '/v1/disputes'

/** What payers' banks ask, or take back. https://docs.stripe.com/api/disputes */
export const disputes: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_dispute_read',
      params: [...listParams, 'charge', 'payment_intent'],
      answer({ account, params }) {
        const [charge, intent] = ['charge', 'payment_intent'].map((name) => findText(params, name))
        return listObject({
          url: path,
          kind: 'dispute',
          params,
          collection: disputesOf(account),
          keep: (record) =>
            (charge ?? record.charge) === record.charge &&
            (intent ?? record.intent) === record.intent,
          toObject: (record) => disputeObject(account, record),
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:dispute`,
      permission: 'rak_dispute_read',
      params: [],
      answer: ({ account, ids: [id] }) => disputeObject(account, getDispute(account, id)),
    },
  ],
  expandable: {
    dispute: {
      charge: {
        permission: 'rak_charge_read',
        expand: (account, id) =>
          chargeObject(account, getCharge(account, getDispute(account, id).charge)),
      },
      payment_intent: {
        permission: 'rak_payment_intent_read',
        expand: (account, id) =>
          intentObject(account, getIntent(account, getDispute(account, id).intent)),
      },
    },
  },
}
