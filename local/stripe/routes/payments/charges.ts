import type { Account } from '../../account.ts'
import { listObject } from '../../api/list.ts'
import { findText } from '../../api/params.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { chargeObject, chargesOf, getCharge } from '../../objects/payments/charges.ts'
import { getIntent, intentObject } from '../../objects/payments/intents.ts'
import { refundObject, refundsOf } from '../../objects/payments/refunds.ts'
import { readCustomer } from '../read-customer.ts'

const path = '/v1/charges'
const embeddedLimit = 10

/** Attempts to take money. https://docs.stripe.com/api/charges */
export const charges: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_charge_read',
      params: [...listParams, 'customer', 'payment_intent'],
      answer({ account, params }) {
        const [customer, wanted] = ['customer', 'payment_intent'].map((name) =>
          findText(params, name),
        )
        return listObject({
          url: path,
          kind: 'charge',
          params,
          collection: chargesOf(account),
          keep: ({ intent }) =>
            (wanted ?? intent) === intent &&
            (customer === undefined || getIntent(account, intent).customer === customer),
          toObject: (record) => chargeObject(account, record),
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:charge`,
      permission: 'rak_charge_read',
      params: [],
      answer: ({ account, ids: [id] }) => chargeObject(account, getCharge(account, id)),
    },
  ],
  expandable: {
    charge: {
      payment_intent: {
        permission: 'rak_payment_intent_read',
        expand: (account, id) =>
          intentObject(account, getIntent(account, getCharge(account, id).intent)),
      },
      customer: {
        permission: 'rak_customer_read',
        expand(account, id) {
          const { customer } = getIntent(account, getCharge(account, id).intent)
          return customer && readCustomer(account, customer)
        },
      },
      refunds: { permission: 'rak_charge_read', expand: embeddedRefunds },
    },
  },
}

/** The newest ten. */
function embeddedRefunds(account: Account, charge: string) {
  const refunds = refundsOf(account)
    .sorted()
    .filter((record) => record.charge === charge)
    .toReversed()
  return {
    object: 'list',
    data: refunds.slice(0, embeddedLimit).map((record) => refundObject(account, record)),
    has_more: refunds.length > embeddedLimit,
    url: `${path}/${charge}/refunds`,
  }
}
