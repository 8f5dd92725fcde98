import type Stripe from 'stripe'
import { listObject } from '../../api/list.ts'
import type { Params } from '../../api/params.ts'
import {
  findBoolean,
  findGroup,
  findInteger,
  findList,
  findText,
  findTexts,
  getText,
} from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { idOf } from '../../ids.ts'
import { pricesOf } from '../../objects/catalogue/price.ts'
import type { NewPrice, PriceFields } from '../../objects/catalogue/prices.ts'
import { createPrice, getPrice, updatePrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'

const path = '/v1/prices'
const changeable = ['active', 'lookup_key', 'metadata', 'nickname', 'tax_behavior']
const fixed = ['currency', 'product', 'unit_amount', 'recurring', 'custom_unit_amount']
const intervals = ['day', 'week', 'month', 'year'] as const

/** What it costs. https://docs.stripe.com/api/prices */
export const prices: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_plan_read',
      params: [...listParams, 'active', 'currency', 'lookup_keys', 'product', 'type'],
      answer({ account, params }) {
        // "Returns a list of your active prices. For the list of inactive prices, set active to false."
        const active = findBoolean(params, 'active') ?? true
        const keys = findList(params, 'lookup_keys')
        const [currency, product, type] = ['currency', 'product', 'type'].map((name) =>
          findText(params, name),
        )
        return listObject({
          url: path,
          kind: 'price',
          params,
          collection: pricesOf(account),
          keep: ({ object }) =>
            object.active === active &&
            (currency ?? object.currency) === object.currency &&
            (product ?? object.product) === object.product &&
            (type ?? object.type) === object.type &&
            (!keys || keys.includes(object.lookup_key ?? '')),
          toObject: ({ object }) => object,
        })
      },
    },
    {
      method: 'POST',
      path,
      permission: 'rak_plan_write',
      params: [...changeable, ...fixed],
      answer: ({ account, params }) => createPrice(account, readNew(params)),
    },
    {
      method: 'GET',
      path: `${path}/:price`,
      permission: 'rak_plan_read',
      params: [],
      answer: ({ account, ids: [id] }) => getPrice(account, id),
    },
    {
      method: 'POST',
      path: `${path}/:price`,
      permission: 'rak_plan_write',
      params: changeable,
      answer: ({ account, ids: [id], params }) => updatePrice(account, id, readFields(params)),
    },
  ],
  expandable: {
    price: {
      product: {
        permission: 'rak_product_read',
        expand: (account, id) => getProduct(account, idOf(getPrice(account, id).product)),
      },
      currency_options: {
        expand: (account, id) => pricesOf(account).find(id)?.hidden.currency_options,
      },
      tiers: { expand: (account, id) => pricesOf(account).find(id)?.hidden.tiers },
    },
  },
}

function readNew(params: Params): NewPrice {
  const recurring = findGroup(params, 'recurring')
  const amount = findInteger(params, 'unit_amount')
  const custom = readCustom(findGroup(params, 'custom_unit_amount'))
  if (!params['product']) {
    throw invalid(
      'You must specify either `product` or `product_data` when creating a price.',
      'product',
      'parameter_missing',
    )
  }
  if (amount === undefined && !custom) {
    throw invalid(
      'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
      'unit_amount',
      'parameter_missing',
    )
  }
  if (custom && recurring) {
    throw invalid('`custom_unit_amount` cannot be used with `recurring`.', 'custom_unit_amount')
  }
  return {
    ...readFields(params),
    currency: getText(params, 'currency').toLowerCase(),
    product: getText(params, 'product'),
    unit_amount: amount ?? null,
    custom_unit_amount: custom,
    recurring: recurring ? readRecurring(recurring) : null,
  }
}

function readFields(params: Params): PriceFields {
  const fields: PriceFields = {}
  for (const name of ['lookup_key', 'nickname'] as const) {
    const text = findText(params, name)
    if (text !== undefined) fields[name] = text || null
  }
  const active = findBoolean(params, 'active')
  const tax = findText(params, 'tax_behavior')
  const metadata = findTexts(params, 'metadata')
  if (active !== undefined) fields.active = active
  if (tax) fields.tax_behavior = tax
  if (metadata) fields.metadata = metadata
  else if (params['metadata'] === '') fields.metadata = null
  return fields
}

function readRecurring(group: Params): NonNullable<NewPrice['recurring']> {
  const asked = getText(group, 'interval')
  const interval = intervals.find((known) => known === asked)
  if (!interval) {
    throw invalid(
      `Invalid recurring[interval]: must be one of ${intervals.join(', ')}`,
      'recurring[interval]',
    )
  }
  return {
    interval,
    interval_count: findInteger(group, 'interval_count') ?? 1,
    usage_type: (findText(group, 'usage_type') ?? 'licensed') as 'licensed' | 'metered',
  }
}

function readCustom(group: Params | undefined): NonNullable<NewPrice['custom_unit_amount']> | null {
  if (!group || findBoolean(group, 'enabled') !== true) return null
  const custom: Partial<Stripe.Price.CustomUnitAmount> = {}
  for (const name of ['minimum', 'maximum', 'preset'] as const) {
    const amount = findInteger(group, name)
    if (amount !== undefined) custom[name] = amount
  }
  return custom as NonNullable<NewPrice['custom_unit_amount']>
}
