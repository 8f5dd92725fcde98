import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { getPrice, getProduct } from '../catalogue.ts'
import { customerObject, deletedCustomerObject } from '../customer-object.ts'
import { getCustomer } from '../customers.ts'
import { findUpdateProducts, getConfiguration } from '../portal-configurations.ts'
import { invalid } from '../problem.ts'
import { subscriptionObject } from '../subscription-object.ts'
import { currentSubscriptionsOf } from '../subscriptions.ts'

const MAX_LEVELS = 4
const EMBEDDED_LIMIT = 10

type Json = { [name: string]: unknown }
/** Takes the id, or the owner's id where the property is absent until expanded. */
type Expander = (account: Account, id: string, ownerId: string) => object

/** What may be expanded in which object; `null`: always empty here, so nothing happens. */
const EXPANDERS: Record<string, Record<string, Expander | null>> = {
  customer: {
    subscriptions: (account, _, customer) => embeddedSubscriptions(account, customer),
    default_source: null,
  },
  subscription: {
    customer: anyCustomerObject,
    default_payment_method: null,
    latest_invoice: null,
    pending_setup_intent: null,
    schedule: null,
  },
  price: { product: getProduct },
  plan: { product: getProduct },
  product: { default_price: getPrice },
  'billing_portal.session': { configuration: getConfiguration },
}

/** What a restricted key needs to expand a property, whether or not there is anything to show. */
const PERMISSIONS = new Map([
  ['subscriptions', 'rak_subscription_read'],
  ['customer', 'rak_customer_read'],
  ['product', 'rak_product_read'],
  ['default_price', 'rak_plan_read'],
  ['configuration', 'rak_customer_portal_read'],
])

/** @throws 400 for a path of more than four levels; what `permit` throws for a property that it forbids */
export function assertExpandable(
  paths: readonly string[],
  permit: (permission: string) => void,
): void {
  for (const path of paths) {
    const names = path.split('.')
    if (names.length > MAX_LEVELS) {
      throw invalid(
        `You cannot expand more than ${MAX_LEVELS} levels of a property. Property: ${path}`,
        'expand',
      )
    }
    for (const name of names) {
      const permission = PERMISSIONS.get(name)
      if (permission) permit(permission)
    }
  }
}

/**
 * Replaces ids by objects along the paths of `expand[]`, in place.
 *
 * @throws 400 for a path that leads nowhere
 */
export function expandAnswer(account: Account, answer: object, paths: readonly string[]): void {
  for (const path of paths) expandPath(account, answer as Json, path.split('.'))
}

function expandPath(account: Account, node: Json, [name = '', ...rest]: string[]): void {
  const expanders = EXPANDERS[String(node['object'])] ?? {}
  if (node['object'] === 'billing_portal.configuration' && isUpdateProducts([name, ...rest])) {
    const { features } = node as { features: { subscription_update: Json } }
    features.subscription_update['products'] = findUpdateProducts(account, String(node['id']))
    return
  }
  if (Object.hasOwn(expanders, name)) {
    const id = node[name]
    const isReference = typeof id === 'string' || id === undefined
    const expand = expanders[name]
    if (expand && isReference) node[name] = expand(account, id ?? '', String(node['id']))
  } else if (rest.length === 0 || typeof node[name] !== 'object') {
    throw invalid(`This property cannot be expanded (${name}).`, 'expand')
  }
  if (rest.length === 0) return
  for (const child of [node[name]].flat()) {
    if (typeof child === 'object' && child !== null) expandPath(account, child as Json, rest)
  }
}

/** The one property that is absent until expanded and sits within groups that have no id. */
function isUpdateProducts(path: readonly string[]): boolean {
  return path.join('.') === 'features.subscription_update.products'
}

/** The newest ten that have not ended. */
function embeddedSubscriptions(
  account: Account,
  customer: string,
): Stripe.ApiList<Stripe.Subscription> {
  const current = currentSubscriptionsOf(account, customer).toReversed()
  return {
    object: 'list',
    data: current
      .slice(0, EMBEDDED_LIMIT)
      .map((subscription) => subscriptionObject(account, subscription)),
    has_more: current.length > EMBEDDED_LIMIT,
    url: `/v1/customers/${customer}/subscriptions`,
  }
}

function anyCustomerObject(account: Account, id: string) {
  if (account.deletedCustomers.has(id)) return deletedCustomerObject(id)
  return customerObject(account, getCustomer(account, id))
}
