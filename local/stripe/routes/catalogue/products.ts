import { listObject } from '../../api/list.ts'
import type { Params } from '../../api/params.ts'
import {
  findBoolean,
  findGroups,
  findList,
  findText,
  findTexts,
  getText,
} from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { idOf } from '../../ids.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import type { ProductFields } from '../../objects/catalogue/products.ts'
import {
  createProduct,
  deleteProduct,
  getProduct,
  productsOf,
  updateProduct,
} from '../../objects/catalogue/products.ts'

const path = '/v1/products'
const fields = [
  'active',
  'description',
  'images',
  'marketing_features',
  'metadata',
  'name',
  'tax_code',
  'unit_label',
  'url',
]
const mostPictures = 8

/** What is sold. https://docs.stripe.com/api/products */
export const products: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_product_read',
      params: [...listParams, 'active', 'ids'],
      answer({ account, params }) {
        const ids = findList(params, 'ids')
        const active = findBoolean(params, 'active')
        return listObject({
          url: path,
          kind: 'product',
          params,
          collection: productsOf(account),
          keep: ({ id, object }) =>
            (!ids || ids.includes(id)) && (active ?? object.active) === object.active,
          toObject: ({ object }) => object,
        })
      },
    },
    {
      method: 'POST',
      path,
      permission: 'rak_product_write',
      params: ['id', ...fields],
      answer({ account, params }) {
        const id = findText(params, 'id')
        const named = { name: getText(params, 'name'), ...(id && { id }) }
        return createProduct(account, { ...readProduct(params), ...named })
      },
    },
    {
      method: 'GET',
      path: `${path}/:product`,
      permission: 'rak_product_read',
      params: [],
      answer: ({ account, ids: [id] }) => getProduct(account, id),
    },
    {
      method: 'POST',
      path: `${path}/:product`,
      permission: 'rak_product_write',
      params: ['default_price', ...fields],
      answer({ account, ids: [id], params }) {
        const change = readProduct(params)
        const price = findText(params, 'default_price')
        if (price && getPrice(account, price, 'default_price').product !== id) {
          throw invalid(`The price '${price}' belongs to another product.`, 'default_price')
        }
        if (price !== undefined) change.default_price = price || null
        return updateProduct(account, id, change)
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:product`,
      permission: 'rak_product_write',
      params: [],
      answer: ({ account, ids: [id] }) => deleteProduct(account, id),
    },
  ],
  expandable: {
    product: {
      default_price: {
        permission: 'rak_plan_read',
        expand(account, id) {
          const { default_price: price } = getProduct(account, id)
          return price ? getPrice(account, idOf(price)) : null
        },
      },
    },
  },
}

function readProduct(params: Params): ProductFields {
  const product: ProductFields = {}
  for (const name of ['description', 'tax_code', 'unit_label', 'url'] as const) {
    const text = findText(params, name)
    if (text !== undefined) product[name] = text || null
  }
  const [name, active] = [findText(params, 'name'), findBoolean(params, 'active')]
  const [images, metadata] = [findList(params, 'images'), findTexts(params, 'metadata')]
  if (name !== undefined) product.name = getText(params, 'name')
  if (active !== undefined) product.active = active
  if (images) product.images = images.map(assertPicture)
  if (metadata) product.metadata = metadata
  else if (params['metadata'] === '') product.metadata = null
  if (params['marketing_features'] !== undefined) {
    const features = findGroups(params, 'marketing_features') ?? []
    product.marketing_features = features.map((feature) => ({ name: getText(feature, 'name') }))
  }
  return product
}

/** "A list of up to 8 URLs of images for this product". https://docs.stripe.com/api/products/create */
function assertPicture(url: string, at: number): string {
  if (at >= mostPictures) {
    throw invalid(`You can only specify up to ${mostPictures} images for a product.`, 'images')
  }
  if (!URL.canParse(url)) throw invalid('Not a valid URL', `images[${at}]`, 'url_invalid')
  return url
}
