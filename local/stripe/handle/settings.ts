import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { Quietly } from '../objects/events.ts'
import { eventsOf } from '../objects/events.ts'
import type { ConfigurationFields } from '../objects/portal-configurations.ts'
import {
  configurationsOf,
  createConfiguration,
  updateConfiguration,
} from '../objects/portal-configurations.ts'
import { sessionObject, sessionsOf } from '../objects/portal-sessions.ts'
import type { NewEndpoint } from '../objects/webhook-endpoints.ts'
import {
  addEndpoint,
  expireOldSecrets,
  getEndpoint,
  rollSecret,
} from '../objects/webhook-endpoints.ts'

/** The portal, the events and where they go. */
export function settingsHandle(account: () => Account) {
  return {
    /** Newest first. */
    sessions: (): Stripe.BillingPortal.Session[] =>
      [...sessionsOf(account()).values()]
        .map((session) => sessionObject(account(), session))
        .toReversed(),
    /** Features that are not named are off. */
    createConfiguration: (fields: ConfigurationFields) => createConfiguration(account(), fields),
    updateConfiguration: (id: string, fields: ConfigurationFields, options?: Quietly) =>
      updateConfiguration(account(), id, fields, options),
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
