import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { perAccount, secondsOf } from '../account.ts'
import { noSuch, StripeProblem } from '../api/problem.ts'
import type { Boxed } from '../collection.ts'
import { boxed, createCollection } from '../collection.ts'
import type { Quietly } from './events.ts'
import { emitEvent, findChanges } from './events.ts'

type Configuration = Stripe.BillingPortal.Configuration
type Features = Configuration['features']

/** Features may be named in part; in a new configuration the rest is off. */
export type ConfigurationFields = {
  features?: { [F in keyof Features]?: Partial<Features[F]> }
  business_profile?: Partial<Configuration['business_profile']>
  default_return_url?: string | null
  metadata?: Stripe.Metadata
  name?: string | null
  active?: boolean
  /** Whether Stripe's own page for signing in leads to it. */
  hasLogin?: boolean
}

/** Every configuration of an account. */
export const configurationsOf = perAccount(() => createCollection<Boxed<Configuration>>())

/** A configuration besides the default one. */
export function createConfiguration(account: Account, fields: ConfigurationFields): Configuration {
  const configuration = addConfiguration(account, fields, { isDefault: false })
  emitEvent(account, 'billing_portal.configuration.created', configuration)
  return getConfiguration(account, configuration.id)
}

/** What an owner has who pressed "Save" once: everything is on, and the email address may be changed. */
export function createDefaultConfiguration(account: Account): void {
  const on = { enabled: true }
  const allowed_updates = ['email', 'name', 'address', 'phone', 'tax_id']
  const features = {
    customer_update: { ...on, allowed_updates },
    invoice_history: on,
    payment_method_update: on,
    subscription_cancel: on,
    subscription_pause: on,
    subscription_update: { ...on, default_allowed_updates: ['price', 'quantity'] },
  }
  addConfiguration(account, { features }, { isDefault: true })
}

function addConfiguration(
  account: Account,
  fields: ConfigurationFields,
  { isDefault }: { isDefault: boolean },
): Configuration {
  const created = secondsOf(account)
  const blank: Configuration = {
    id: account.nextId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created,
    default_return_url: null,
    features: featuresOff(),
    is_default: isDefault,
    livemode: account.livemode,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: created,
  }
  const configuration = merge(blank, fields)
  configurationsOf(account).add(boxed(configuration))
  return configuration
}

/** Changes what is named, and nothing else. @throws 404 */
export function updateConfiguration(
  account: Account,
  id: string,
  fields: ConfigurationFields,
  { silent = false }: Quietly = {},
): Configuration {
  const entry = getConfigurationEntry(account, id)
  const before = entry.object
  entry.object = { ...merge(before, fields), updated: secondsOf(account) }
  const changes = findChanges(before, entry.object)
  if (changes && !silent)
    emitEvent(account, 'billing_portal.configuration.updated', entry.object, changes)
  return getConfiguration(account, id)
}

/** Without the products that a plan may be changed to, which appear only when expanded. */
export function getConfiguration(account: Account, id: string, param = 'id'): Configuration {
  const configuration = structuredClone(getConfigurationEntry(account, id, param).object)
  delete configuration.features.subscription_update.products
  return configuration
}

/** The products that a plan may be changed to; `null` if the owner chose none. */
export function findUpdateProducts(account: Account, id: string) {
  const { features } = getConfigurationEntry(account, id).object
  return structuredClone(features.subscription_update.products ?? null)
}

/** @throws 400 until the portal's settings have been saved in this mode */
export function getDefaultConfiguration(account: Account): Configuration {
  const entry = configurationsOf(account)
    .sorted()
    .find(({ object }) => object.is_default)
  if (entry && !account.world.control.noPortalConfiguration) return entry.object
  const mode = account.livemode ? 'live' : 'test'
  const path = account.livemode ? 'settings' : 'test/settings'
  throw new StripeProblem(
    400,
    `No configuration provided and your ${mode} mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in ${mode} mode at https://dashboard.stripe.com/${path}/billing/portal.`,
  )
}

function getConfigurationEntry(account: Account, id: string, param = 'id') {
  const entry = configurationsOf(account).find(id)
  if (!entry) throw noSuch('configuration', id, param)
  return entry
}

function merge(base: Configuration, fields: ConfigurationFields): Configuration {
  const { features, business_profile, metadata, hasLogin, ...rest } = fields
  const merged = structuredClone(base)
  for (const name of Object.keys(features ?? {}) as (keyof Features)[]) {
    mergeInto(merged.features[name], features?.[name] ?? {})
  }
  Object.assign(merged.business_profile, business_profile)
  if (hasLogin !== undefined) merged.login_page = loginPage(merged.id, hasLogin)
  return { ...merged, ...rest, metadata: { ...merged.metadata, ...metadata } }
}

/** The address appears with the page, and goes with it. */
function loginPage(id: string, enabled: boolean): Configuration['login_page'] {
  return { enabled, url: enabled ? `https://billing.stripe.com/p/login/test_${id}` : null }
}

/** Groups within a feature are changed in part, too, but lists are replaced. */
function mergeInto(target: object, changes: object): void {
  for (const [name, value] of Object.entries(changes) as [keyof object, unknown][]) {
    const inner: unknown = target[name]
    if (isGroup(inner) && isGroup(value)) mergeInto(inner, value)
    else Object.assign(target, { [name]: value })
  }
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function featuresOff(): Features {
  return {
    customer_update: { allowed_updates: [], enabled: false },
    invoice_history: { enabled: false },
    payment_method_update: { enabled: false, payment_method_configuration: null },
    subscription_cancel: {
      cancellation_reason: {
        enabled: false,
        feedback_options: null,
        options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
      },
      enabled: false,
      mode: 'at_period_end',
      proration_behavior: 'none',
    },
    subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates: [],
      enabled: false,
      proration_behavior: 'none',
      schedule_at_period_end: { conditions: [] },
      trial_update_behavior: 'end_trial',
    },
  }
}
