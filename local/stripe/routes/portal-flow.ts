import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { invalid } from '../problem.ts'
import { getSubscription, hasEnded } from '../subscriptions.ts'
import { findGroup, findText, getText, type Params } from '../wire/params.ts'
import { readUrl } from '../wire/url.ts'

type Flow = Stripe.BillingPortal.Session.Flow
type Features = Stripe.BillingPortal.Configuration['features']

/** Which feature of the configuration a flow needs. */
const FEATURES = {
  customer_update: 'customer_update',
  payment_method_update: 'payment_method_update',
  subscription_cancel: 'subscription_cancel',
  subscription_pause: 'subscription_pause',
  subscription_update: 'subscription_update',
} as const satisfies Record<string, keyof Features>

type FlowType = keyof typeof FEATURES

/**
 * @throws 400 where the configuration's features forbid the flow, or its subscription is not the customer's.
 */
export function readFlow(
  account: Account,
  {
    customer,
    configuration,
    flow,
  }: {
    customer: string
    configuration: Stripe.BillingPortal.Configuration
    flow: Params | undefined
  },
): Flow | null {
  if (!flow) return null
  const type = getText(flow, 'type')
  if (!isFlowType(type)) {
    throw invalid(`Invalid flow type: '${type}'`, 'flow_data[type]')
  }
  if (!configuration.features[FEATURES[type]].enabled) {
    throw invalid(
      `The flow '${type}' can't be used: the feature ${FEATURES[type]} is disabled in the portal configuration '${configuration.id}'.`,
      'flow_data[type]',
    )
  }
  const subscription = readSubscription(account, { customer, type, flow })
  return {
    after_completion: readAfterCompletion(findGroup(flow, 'after_completion')),
    customer_update: type === 'customer_update' ? {} : null,
    subscription_cancel:
      type === 'subscription_cancel' && subscription ? { retention: null, subscription } : null,
    subscription_pause: type === 'subscription_pause' && subscription ? { subscription } : null,
    subscription_update: type === 'subscription_update' && subscription ? { subscription } : null,
    subscription_update_confirm: null,
    type,
  }
}

function isFlowType(type: string): type is FlowType {
  return Object.hasOwn(FEATURES, type)
}

function readSubscription(
  account: Account,
  { customer, type, flow }: { customer: string; type: FlowType; flow: Params },
): string | null {
  if (!type.startsWith('subscription_')) return null
  const param = `flow_data[${type}][subscription]`
  const id = getText(findGroup(flow, type) ?? {}, 'subscription')
  const record = getSubscription(account, id, param)
  if (record.customer !== customer) {
    throw invalid(`The subscription '${id}' does not belong to the customer '${customer}'.`, param)
  }
  if (hasEnded(record)) throw invalid(`The subscription '${id}' has ended.`, param)
  if (type === 'subscription_cancel' && record.cancelAt !== null) {
    throw invalid(`The subscription '${id}' is already set to be canceled.`, param)
  }
  return id
}

function readAfterCompletion(group: Params | undefined): Flow['after_completion'] {
  if (!group) return { hosted_confirmation: null, redirect: null, type: 'portal_homepage' }
  const redirect = findGroup(group, 'redirect')
  const confirmation = findGroup(group, 'hosted_confirmation')
  const returnUrl =
    redirect && readUrl(redirect, 'return_url', 'flow_data[after_completion][redirect][return_url]')
  return {
    hosted_confirmation: confirmation
      ? { custom_message: findText(confirmation, 'custom_message') ?? null }
      : null,
    redirect: returnUrl ? { return_url: returnUrl } : null,
    type: getText(group, 'type'),
  }
}
