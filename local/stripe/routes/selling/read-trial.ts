import type { Params } from '../../api/params.ts'
import { findGroup, findInteger, findText, findTexts } from '../../api/params.ts'
import { invalid, unknownParameter } from '../../api/problem.ts'
import type { SessionPlan } from '../../objects/selling/checkout-session.ts'

const known = {
  subscription_data: ['trial_period_days', 'trial_settings', 'metadata', 'description'],
  payment_intent_data: ['metadata', 'description', 'receipt_email'],
}
const longestTrial = 730

/** What an order is to become: the trial of its subscription, and what its payment is to carry. */
export function readTrial(params: Params): Partial<SessionPlan> {
  const subscription = groupOf(params, 'subscription_data')
  const settings = findGroup(findGroup(subscription, 'trial_settings') ?? {}, 'end_behavior') ?? {}
  return {
    trialDays: readDays(subscription),
    afterTrial: readAfter(findText(settings, 'missing_payment_method')),
    subscriptionMetadata: findTexts(subscription, 'metadata') ?? {},
    intentMetadata: findTexts(groupOf(params, 'payment_intent_data'), 'metadata') ?? {},
    description:
      readDescription(params, 'payment_intent_data', 1000) ??
      readDescription(params, 'subscription_data', 500),
  }
}

function groupOf(params: Params, name: keyof typeof known): Params {
  const group = findGroup(params, name) ?? {}
  const unknown = Object.keys(group).find((key) => !known[name].includes(key))
  if (unknown) throw unknownParameter(`${name}[${unknown}]`)
  return group
}

/** Shown on receipts and in the portal. */
function readDescription(params: Params, name: keyof typeof known, most: number): string | null {
  const text = findText(groupOf(params, name), 'description') || null
  if (text === null || text.length <= most) return text
  throw invalid(`Invalid string: must be at most ${most} characters`, `${name}[description]`)
}

function readDays(subscription: Params): number | undefined {
  const days = findInteger(subscription, 'trial_period_days')
  const param = 'subscription_data[trial_period_days]'
  if (days === undefined) return undefined
  if (days < 1) throw invalid('The minimum number of trial period days is 1.', param)
  if (days > longestTrial) {
    throw invalid(`The maximum number of trial period days is ${longestTrial} (2 years).`, param)
  }
  return days
}

function readAfter(text: string | undefined): SessionPlan['afterTrial'] {
  if (text === undefined) return undefined
  if (text === 'cancel' || text === 'create_invoice' || text === 'pause') return text
  throw invalid(
    'Invalid missing_payment_method: must be one of cancel, create_invoice, or pause',
    'subscription_data[trial_settings][end_behavior][missing_payment_method]',
  )
}
