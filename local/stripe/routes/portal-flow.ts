import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { Params } from '../api/params.ts'
import { findGroup, findText, findUrl, getText } from '../api/params.ts'
import { invalid } from '../api/problem.ts'
import { getSubscription, hasEnded, isLastPeriod } from '../objects/billing/subscriptions.ts'

type Flow = Stripe.BillingPortal.Session.Flow

/** Each flow is named like the feature of the configuration that it needs. */
const flowTypes = [
  'customer_update',
  'payment_method_update',
  'subscription_cancel',
  'subscription_pause',
  'subscription_update',
] as const satisfies (keyof Stripe.BillingPortal.Configuration['features'])[]

type FlowType = (typeof flowTypes)[number]

/** @throws 400 if the configuration has the flow's feature off, or its subscription is not the customer's */
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
  const type = readType(flow)
  if (!configuration.features[type].enabled) {
    throw invalid(
      `The flow '${type}' can't be used: the feature ${type} is disabled in the portal configuration '${configuration.id}'.`,
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

function readType(flow: Params): FlowType {
  const asked = getText(flow, 'type')
  const type = flowTypes.find((known) => known === asked)
  if (type) return type
  throw invalid(`Invalid flow type: '${asked}'`, 'flow_data[type]')
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
  if (type === 'subscription_cancel' && isLastPeriod(record)) {
    throw invalid(`The subscription '${id}' is already set to be canceled.`, param)
  }
  return id
}

function readAfterCompletion(group: Params | undefined): Flow['after_completion'] {
  if (!group) return { hosted_confirmation: null, redirect: null, type: 'portal_homepage' }
  const redirect = findGroup(group, 'redirect')
  const confirmation = findGroup(group, 'hosted_confirmation')
  const returnUrl =
    redirect && findUrl(redirect, 'return_url', 'flow_data[after_completion][redirect][return_url]')
  return {
    hosted_confirmation: confirmation
      ? { custom_message: findText(confirmation, 'custom_message') ?? null }
      : null,
    redirect: returnUrl ? { return_url: returnUrl } : null,
    type: getText(group, 'type'),
  }
}
