import type Stripe from 'stripe'
import { listObject } from '../api/list.ts'
import { findList } from '../api/params.ts'
import type { Resource } from '../api/resource.ts'
import { listParams } from '../api/resource.ts'
import { pricesOf, productsOf } from '../objects/catalogue.ts'

/** Products and their prices. */
export const catalogue: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/products',
      permission: 'rak_product_read',
      params: [...listParams, 'ids'],
      answer({ account, params }) {
        const ids = findList(params, 'ids')
        return listObject({
          url: '/v1/products',
          kind: 'product',
          params,
          collection: productsOf(account),
          keep: ({ id }) => !ids || ids.includes(id),
          toObject: ({ object }): Stripe.Product => object,
        })
      },
    },
    {
      method: 'GET',
      path: '/v1/prices',
      permission: 'rak_plan_read',
      params: listParams,
      answer: ({ account, params }) =>
        listObject({
          url: '/v1/prices',
          kind: 'price',
          params,
          collection: pricesOf(account),
          toObject: ({ object }): Stripe.Price => object,
        }),
    },
  ],
}
