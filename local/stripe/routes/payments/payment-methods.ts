import { listObject } from '../../api/list.ts'
import { findText } from '../../api/params.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { getCustomer } from '../../objects/customers.ts'
import { findPaymentMethod, paymentMethodsOf } from '../../objects/payments/payment-methods.ts'

/** What customers pay with. https://docs.stripe.com/api/payment_methods */
export const paymentMethods: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/payment_methods',
      permission: 'rak_payment_method_read',
      params: [...listParams, 'customer'],
      answer({ account, params }) {
        const customer = findText(params, 'customer')
        return listObject({
          url: '/v1/payment_methods',
          kind: 'PaymentMethod',
          params,
          collection: paymentMethodsOf(account),
          keep: ({ object }) => customer === undefined || object.customer === customer,
          toObject: ({ object }) => object,
        })
      },
    },
  ],
  expandable: {
    customer: {
      'invoice_settings.default_payment_method': {
        permission: 'rak_payment_method_read',
        expand(account, customer) {
          const { details } = getCustomer(account, customer)
          return findPaymentMethod(account, details?.defaultPaymentMethod)
        },
      },
    },
  },
}
