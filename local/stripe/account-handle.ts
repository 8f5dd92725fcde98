import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { createPrice, createProduct, type NewPrice, type NewProduct } from './catalogue.ts'
import { customerObject } from './customer-object.ts'
import {
  createCustomer,
  deleteCustomer,
  getCustomer,
  updateCustomer,
  type CustomerFields,
  type NewCustomer,
} from './customers.ts'
import { recordEvent, type Quietly } from './events.ts'
import {
  createConfiguration,
  updateConfiguration,
  type ConfigurationFields,
} from './portal-configurations.ts'
import { sessionObject } from './portal-sessions.ts'
import { subscriptionObject } from './subscription-object.ts'
import { cancelSubscription, createSubscription, getSubscription } from './subscriptions.ts'
import type { NewSubscription } from './subscriptions.ts'
import {
  addEndpoint,
  expireOldSecrets,
  getEndpoint,
  rollSecret,
  type NewEndpoint,
} from './webhook-endpoints.ts'

export type AccountHandle = ReturnType<typeof createHandle>

/**
 * Direct, synchronous access to one account, to arrange and to assert. Objects are the API's own; changes ring
 * as if they had come through it, unless `silent`.
 */
export function createHandle(account: () => Account) {
  return {
    createCustomer: (fields: NewCustomer = {}, options?: Quietly): Stripe.Customer =>
      customerObject(account(), createCustomer(account(), fields, options)),
    /** For a great many: gives no objects back, only how many there were. */
    createCustomers(many: Iterable<NewCustomer>, options?: Quietly): number {
      let count = 0
      for (const fields of many) {
        createCustomer(account(), fields, options)
        count += 1
      }
      return count
    },
    updateCustomer(id: string, fields: CustomerFields, options?: Quietly): Stripe.Customer {
      const record = getCustomer(account(), id)
      updateCustomer(account(), record, fields, options)
      return customerObject(account(), record)
    },
    deleteCustomer: (id: string, options?: Quietly): void =>
      deleteCustomer(account(), getCustomer(account(), id), options),
    /** `null` where there is none, or none any more. */
    findCustomer(id: string): Stripe.Customer | null {
      const record = account().customers.find(id)
      return record && customerObject(account(), record)
    },
    /** Newest first, the deleted ones left out. Builds them all: mind a million. */
    customers: (): Stripe.Customer[] =>
      account()
        .customers.sorted()
        .map((record) => customerObject(account(), record))
        .toReversed(),
    customerCount: (): number => account().customers.size(),

    createProduct: (fields: NewProduct): Stripe.Product => createProduct(account(), fields),
    createPrice: (fields: NewPrice): Stripe.Price => createPrice(account(), fields),

    createSubscription: (fields: NewSubscription, options?: Quietly): Stripe.Subscription =>
      subscriptionObject(account(), createSubscription(account(), fields, options)),
    cancelSubscription(id: string, options?: Quietly): Stripe.Subscription {
      const record = getSubscription(account(), id)
      cancelSubscription(account(), record, options)
      return subscriptionObject(account(), record)
    },
    /** Newest first, the ended ones too. */
    subscriptions: (): Stripe.Subscription[] =>
      account()
        .subscriptions.sorted()
        .map((record) => subscriptionObject(account(), record))
        .toReversed(),

    /** Newest first. */
    sessions: (): Stripe.BillingPortal.Session[] =>
      [...account().sessions.values()].map(sessionObject).toReversed(),
    /** Features that are not named are off. */
    createConfiguration: (fields: ConfigurationFields, options?: { isDefault?: boolean }) =>
      createConfiguration(account(), fields, options),
    updateConfiguration: (id: string, fields: ConfigurationFields) =>
      updateConfiguration(account(), id, fields),
    configurations: (): Stripe.BillingPortal.Configuration[] =>
      account()
        .configurations.sorted()
        .map(({ object }) => structuredClone(object))
        .toReversed(),

    /** Newest first, of all ages. */
    events: (): Stripe.Event[] =>
      account()
        .events.sorted()
        .map(({ object }) => object)
        .toReversed(),
    /** An event that the stand-in would not make by itself; `account` makes it a connected account's. */
    emitEvent: (fields: Parameters<typeof recordEvent>[1]): Stripe.Event =>
      recordEvent(account(), fields),

    addWebhookEndpoint(fields: NewEndpoint): { id: string; secret: string } {
      const { id, secrets } = addEndpoint(account(), fields)
      return { id, secret: secrets[0] ?? '' }
    },
    /** Deliveries are signed with the old and the new secret until `expireOldWebhookSecrets`. */
    rollWebhookSecret: (id: string): string => rollSecret(getEndpoint(account(), id)),
    expireOldWebhookSecrets: (id: string): void => expireOldSecrets(getEndpoint(account(), id)),
  }
}
