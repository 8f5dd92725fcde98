import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { invalid, noSuch } from '../../api/problem.ts'
import type { Boxed } from '../../collection.ts'
import { boxed, createCollection } from '../../collection.ts'
import type { Quietly } from '../events.ts'
import { emitEvent, findChanges } from '../events.ts'
import { mergeMetadata } from '../metadata.ts'
import { hasPrices } from './price.ts'

export type ProductFields = Partial<
  Pick<
    Stripe.Product,
    'active' | 'description' | 'images' | 'marketing_features' | 'name' | 'tax_code' | 'unit_label'
  >
> & {
  url?: string | null
  default_price?: string | null
  /** An empty value takes its name away; `null` all of them. */
  metadata?: Stripe.Metadata | null
}

export type NewProduct = ProductFields & { name: string; id?: string; created?: number }

/** Every product of an account, without the deleted ones. */
export const productsOf = perAccount(() => createCollection<Boxed<Stripe.Product>>())

/** A product without a price. An event tells of it unless `silent`. @throws 400 if the id is taken */
export function createProduct(
  account: Account,
  { id = account.nextId('prod'), created = secondsOf(account), ...fields }: NewProduct,
  { silent = false }: Quietly = {},
): Stripe.Product {
  if (productsOf(account).find(id)) {
    throw invalid(`Product already exists: ${id}`, 'id', 'resource_already_exists')
  }
  const product = merge({ ...blank(account, fields.name), id, created, updated: created }, fields)
  productsOf(account).add(boxed(product))
  if (!silent) emitEvent(account, 'product.created', product)
  return { ...product }
}

/** Changes what is named; a change that changes nothing makes no event. @throws 404 */
export function updateProduct(
  account: Account,
  id: string,
  fields: ProductFields,
  { silent = false }: Quietly = {},
): Stripe.Product {
  const entry = getEntry(account, id)
  const before = entry.object
  const after = merge(before, fields)
  if (!findChanges(before, after)) return { ...before }
  entry.object = { ...after, updated: secondsOf(account) }
  const changes = findChanges(before, entry.object)
  if (changes && !silent) emitEvent(account, 'product.updated', entry.object, changes)
  return { ...entry.object }
}

/** @throws 404; 400 while it has prices, for which Stripe offers only `active: false` */
export function deleteProduct(
  account: Account,
  id: string,
  { silent = false }: Quietly = {},
): Stripe.DeletedProduct {
  const entry = getEntry(account, id)
  if (hasPrices(account, id)) {
    throw invalid('This product cannot be deleted because it has one or more user-created prices.')
  }
  productsOf(account).remove(entry)
  if (!silent) emitEvent(account, 'product.deleted', entry.object)
  return { id, object: 'product', deleted: true }
}

/** @throws 404 (400 if a parameter names it) */
export function getProduct(account: Account, id: string, param = 'id'): Stripe.Product {
  return { ...getEntry(account, id, param).object }
}

function getEntry(account: Account, id: string, param = 'id'): Boxed<Stripe.Product> {
  const entry = productsOf(account).find(id)
  if (!entry) throw noSuch('product', id, param)
  return entry
}

function merge(base: Stripe.Product, { metadata, ...fields }: ProductFields): Stripe.Product {
  return { ...base, ...fields, metadata: mergeMetadata(base.metadata, metadata) }
}

function blank(account: Account, name: string): Stripe.Product {
  return {
    id: '',
    object: 'product',
    active: true,
    created: 0,
    default_price: null,
    description: null,
    images: [],
    livemode: account.livemode,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: 0,
    url: null,
  }
}
