import { listObject } from '../../api/list.ts'
import { findBoolean, findText } from '../../api/params.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { getShippingRate, shippingRatesOf } from '../../objects/selling/shipping-rates.ts'

const path = '/v1/shipping_rates'

/** What sending a parcel costs. https://docs.stripe.com/api/shipping_rates */
export const shippingRates: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_shipping_rate_read',
      params: [...listParams, 'active', 'currency'],
      answer({ account, params }) {
        const active = findBoolean(params, 'active')
        const currency = findText(params, 'currency')
        return listObject({
          url: path,
          kind: 'shipping_rate',
          params,
          collection: shippingRatesOf(account),
          keep: ({ object }) =>
            (active ?? object.active) === object.active &&
            (currency ?? object.fixed_amount?.currency) === object.fixed_amount?.currency,
          toObject: ({ object }) => ({ ...object }),
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:rate`,
      permission: 'rak_shipping_rate_read',
      params: [],
      answer: ({ account, ids: [id] }) => getShippingRate(account, id),
    },
  ],
}
