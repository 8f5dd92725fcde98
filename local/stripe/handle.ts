import type Stripe from 'stripe'
import type { Account } from './account.ts'
import type { NewPrice, NewProduct } from './objects/catalogue.ts'
import { createPrice, createProduct } from './objects/catalogue.ts'
import { customerObject } from './objects/customer.ts'
import type { CustomerFields, NewCustomer } from './objects/customers.ts'
import { createCustomer, customersOf, getCustomer, updateCustomer } from './objects/customers.ts'
import type { NewSale } from './objects/checkout-sessions.ts'
import { createSale } from './objects/checkout-sessions.ts'
import { deleteCustomer } from './objects/delete-customer.ts'
import type { NewPaymentMethod } from './objects/payment-methods.ts'
import { createPaymentMethod } from './objects/payment-methods.ts'
import { chargesOf, refundCharge } from './objects/payments.ts'
import type { Quietly } from './objects/events.ts'
import { eventsOf } from './objects/events.ts'
import type { ConfigurationFields } from './objects/portal-configurations.ts'
import {
  configurationsOf,
  createConfiguration,
  updateConfiguration,
} from './objects/portal-configurations.ts'
import { sessionObject, sessionsOf } from './objects/portal-sessions.ts'
import type { SubscriptionRecord } from './objects/subscription.ts'
import { subscriptionObject } from './objects/subscription.ts'
import type { NewSubscription } from './objects/subscriptions.ts'
import {
  cancelSubscription,
  changeSubscription,
  createSubscription,
  getSubscription,
  subscriptionsOf,
} from './objects/subscriptions.ts'
import type { NewEndpoint } from './objects/webhook-endpoints.ts'
import {
  addEndpoint,
  expireOldSecrets,
  getEndpoint,
  rollSecret,
} from './objects/webhook-endpoints.ts'

export type AccountHandle = ReturnType<typeof createHandle>

/**
 * Direct, synchronous access to one account, to arrange and to assert. Objects are the API's own; changes make the
 * events that they would have made through the API, unless `silent`.
 */
export function createHandle(account: () => Account) {
  return {
    createCustomer: (fields: NewCustomer = {}, options?: Quietly): Stripe.Customer =>
      customerObject(account(), createCustomer(account(), fields, options)),
    /** For a great many, of which no objects are returned. */
    createCustomers(many: Iterable<NewCustomer>, options?: Quietly): void {
      for (const fields of many) createCustomer(account(), fields, options)
    },
    updateCustomer(id: string, fields: CustomerFields, options?: Quietly): Stripe.Customer {
      const record = getCustomer(account(), id)
      updateCustomer(account(), record, fields, options)
      return customerObject(account(), record)
    },
    deleteCustomer: (id: string, options?: Quietly): void =>
      deleteCustomer(account(), getCustomer(account(), id), options),
    /** `null` if there is none, or none any more. */
    findCustomer(id: string): Stripe.Customer | null {
      const record = customersOf(account()).find(id)
      return record && customerObject(account(), record)
    },
    /** Newest first, without the deleted ones. Builds them all: mind a million. */
    customers: (): Stripe.Customer[] =>
      customersOf(account())
        .sorted()
        .map((record) => customerObject(account(), record))
        .toReversed(),

    createProduct: (fields: NewProduct): Stripe.Product => createProduct(account(), fields),
    createPrice: (fields: NewPrice): Stripe.Price => createPrice(account(), fields),

    createPaymentMethod: (fields: NewPaymentMethod): Stripe.PaymentMethod =>
      createPaymentMethod(account(), fields),
    /** Bought once, at Checkout. */
    createSale: (fields: NewSale): Stripe.Checkout.Session => createSale(account(), fields),
    /** Gives money back, in minor units. */
    refundCharge: (id: string, amount: number): void => refundCharge(account(), id, amount),
    charges: (): Stripe.Charge[] =>
      chargesOf(account())
        .sorted()
        .map(({ object }) => object)
        .toReversed(),

    createSubscription: (fields: NewSubscription, options?: Quietly): Stripe.Subscription =>
      subscriptionObject(account(), createSubscription(account(), fields, options)),
    changeSubscription: (id: string, change: Partial<SubscriptionRecord>): void =>
      changeSubscription(account(), getSubscription(account(), id), change),
    cancelSubscription: (id: string, options?: Quietly): void =>
      cancelSubscription(account(), getSubscription(account(), id), options),
    /** Newest first, the ended ones too. */
    subscriptions: (): Stripe.Subscription[] =>
      subscriptionsOf(account())
        .sorted()
        .map((record) => subscriptionObject(account(), record))
        .toReversed(),

    /** Newest first. */
    sessions: (): Stripe.BillingPortal.Session[] =>
      [...sessionsOf(account()).values()]
        .map((session) => sessionObject(account(), session))
        .toReversed(),
    /** Features that are not named are off. */
    createConfiguration: (fields: ConfigurationFields) => createConfiguration(account(), fields),
    updateConfiguration: (id: string, fields: ConfigurationFields) =>
      updateConfiguration(account(), id, fields),
    configurations: (): Stripe.BillingPortal.Configuration[] =>
      configurationsOf(account())
        .sorted()
        .map(({ object }) => structuredClone(object))
        .toReversed(),

    /** Newest first, of all ages. */
    events: (): Stripe.Event[] =>
      eventsOf(account())
        .sorted()
        .map(({ object }) => object)
        .toReversed(),

    addWebhookEndpoint(fields: NewEndpoint): { id: string; secret: string } {
      const { id, secrets } = addEndpoint(account(), fields)
      return { id, secret: secrets[0] ?? '' }
    },
    /** Deliveries are signed with the old and the new secret until `expireOldWebhookSecrets`. */
    rollWebhookSecret: (id: string): string => rollSecret(getEndpoint(account(), id)),
    expireOldWebhookSecrets: (id: string): void => expireOldSecrets(getEndpoint(account(), id)),
  }
}
