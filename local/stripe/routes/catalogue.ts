import type Stripe from 'stripe'
import { createPrice, createProduct, getPrice, getProduct, type NewPrice } from '../catalogue.ts'
import {
  findBoolean,
  findGroup,
  findInteger,
  findList,
  findText,
  findTexts,
  getText,
  type Params,
} from '../wire/params.ts'
import { listObject } from '../wire/list.ts'
import { LIST_PARAMS, type Route } from '../wire/route.ts'

export const catalogueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/products',
    permission: 'rak_product_read',
    params: [...LIST_PARAMS, 'active', 'ids'],
    answer({ account, params }) {
      const active = findBoolean(params, 'active')
      const ids = findList(params, 'ids')
      return listObject({
        url: '/v1/products',
        kind: 'product',
        params,
        collection: account.products,
        keep: ({ object }) =>
          (active === undefined || object.active === active) && (!ids || ids.includes(object.id)),
        toObject: ({ object }): Stripe.Product => ({ ...object }),
      })
    },
  },
  {
    method: 'POST',
    path: '/v1/products',
    permission: 'rak_product_write',
    params: ['id', 'name', 'active', 'description', 'metadata'],
    answer({ account, params }) {
      const id = findText(params, 'id')
      return createProduct(account, {
        ...(id && { id }),
        name: getText(params, 'name'),
        active: findBoolean(params, 'active') ?? true,
        description: findText(params, 'description') || null,
        metadata: findTexts(params, 'metadata') ?? {},
      })
    },
  },
  {
    method: 'GET',
    path: '/v1/products/:product',
    permission: 'rak_product_read',
    params: [],
    answer: ({ account, ids: [id] }) => getProduct(account, id),
  },
  {
    method: 'GET',
    path: '/v1/prices',
    permission: 'rak_plan_read',
    params: [...LIST_PARAMS, 'active', 'product'],
    answer({ account, params }) {
      const active = findBoolean(params, 'active')
      const product = findText(params, 'product')
      return listObject({
        url: '/v1/prices',
        kind: 'price',
        params,
        collection: account.prices,
        keep: ({ object }) =>
          (active === undefined || object.active === active) &&
          (product === undefined || object.product === product),
        toObject: ({ object }): Stripe.Price => ({ ...object }),
      })
    },
  },
  {
    method: 'POST',
    path: '/v1/prices',
    permission: 'rak_plan_write',
    params: ['product', 'unit_amount', 'currency', 'recurring', 'nickname', 'active', 'metadata'],
    answer: ({ account, params }) => createPrice(account, readPrice(params)),
  },
  {
    method: 'GET',
    path: '/v1/prices/:price',
    permission: 'rak_plan_read',
    params: [],
    answer: ({ account, ids: [id] }) => getPrice(account, id),
  },
]

function readPrice(params: Params): NewPrice {
  const recurring = findGroup(params, 'recurring')
  return {
    product: getText(params, 'product'),
    currency: getText(params, 'currency'),
    unit_amount: findInteger(params, 'unit_amount') ?? null,
    nickname: findText(params, 'nickname') || null,
    active: findBoolean(params, 'active') ?? true,
    metadata: findTexts(params, 'metadata') ?? {},
    recurring: recurring
      ? {
          interval: getText(recurring, 'interval'),
          interval_count: findInteger(recurring, 'interval_count') ?? 1,
        }
      : null,
  }
}
