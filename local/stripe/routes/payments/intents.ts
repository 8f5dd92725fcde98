import { listObject } from '../../api/list.ts'
import { findText } from '../../api/params.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { chargeObject, getCharge } from '../../objects/payments/charges.ts'
import { getIntent, intentObject, paymentIntentsOf } from '../../objects/payments/intents.ts'
import { readCustomer } from '../read-customer.ts'

const path = '/v1/payment_intents'

/** What is to be paid. https://docs.stripe.com/api/payment_intents */
export const paymentIntents: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_payment_intent_read',
      params: [...listParams, 'customer'],
      answer({ account, params }) {
        const customer = findText(params, 'customer')
        return listObject({
          url: path,
          kind: 'payment_intent',
          params,
          collection: paymentIntentsOf(account),
          keep: (record) => (customer ?? record.customer) === record.customer,
          toObject: (record) => intentObject(account, record),
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:intent`,
      permission: 'rak_payment_intent_read',
      params: [],
      answer: ({ account, ids: [id] }) => intentObject(account, getIntent(account, id)),
    },
  ],
  expandable: {
    payment_intent: {
      latest_charge: {
        permission: 'rak_charge_read',
        expand(account, id) {
          const { latestCharge } = getIntent(account, id)
          return latestCharge && chargeObject(account, getCharge(account, latestCharge))
        },
      },
      customer: {
        permission: 'rak_customer_read',
        expand(account, id) {
          const { customer } = getIntent(account, id)
          return customer && readCustomer(account, customer)
        },
      },
    },
  },
}
