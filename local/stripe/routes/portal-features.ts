import type Stripe from 'stripe'
import type { Params } from '../api/params.ts'
import {
  findBoolean,
  findGroup,
  findGroups,
  findInteger,
  findList,
  findText,
} from '../api/params.ts'
import { invalid, unknownParameter } from '../api/problem.ts'
import type { ConfigurationFields } from '../objects/portal-configurations.ts'

/** What a parameter holds: a `choice` is one word of a list, `choices` are several; `groups` is a list of groups. */
type Shape =
  | 'boolean'
  | 'integer'
  | 'text'
  | 'texts'
  | { choice: readonly string[] }
  | { choices: readonly string[] }
  | { group: Shapes }
  | { groups: Shapes }
type Shapes = { readonly [name: string]: Shape }

const proration = { choice: ['always_invoice', 'create_prorations', 'none'] }
const enabled = 'boolean'
const reasons =
  'customer_service low_quality missing_features other switched_service too_complex too_expensive unused'

/** The finer settings of the portal's features, as the SDK's declarations name them. */
const knownFeatures: { readonly [name: string]: Shapes } = {
  customer_update: {
    enabled,
    allowed_updates: { choices: ['address', 'email', 'name', 'phone', 'shipping', 'tax_id'] },
  },
  invoice_history: { enabled },
  payment_method_update: { enabled, payment_method_configuration: 'text' },
  subscription_cancel: {
    enabled,
    mode: { choice: ['at_period_end', 'immediately'] },
    // Of a cancellation, nothing can be invoiced at once.
    proration_behavior: { choice: ['create_prorations', 'none'] },
    cancellation_reason: {
      group: { enabled, options: { choices: reasons.split(' ') }, feedback_options: 'texts' },
    },
  },
  subscription_pause: {
    enabled,
    duration: {
      group: {
        type: 'text',
        interval_options: { groups: { interval: 'text', interval_count: 'integer' } },
      },
    },
  },
  subscription_update: {
    enabled,
    billing_cycle_anchor: { choice: ['now', 'unchanged'] },
    default_allowed_updates: { choices: ['price', 'promotion_code', 'quantity'] },
    proration_behavior: proration,
    trial_update_behavior: { choice: ['continue_trial', 'end_trial'] },
    schedule_at_period_end: {
      group: {
        conditions: {
          groups: { type: { choice: ['decreasing_item_amount', 'shortening_interval'] } },
        },
      },
    },
    products: {
      groups: {
        product: 'text',
        prices: 'texts',
        adjustable_quantity: { group: { enabled, minimum: 'integer', maximum: 'integer' } },
      },
    },
  },
}

/** @throws 400 for a feature or a setting that doesn't exist, and for a value that it can't have */
export function readFeatures(groups: Params): NonNullable<ConfigurationFields['features']> {
  const features: Record<string, object> = {}
  for (const name of Object.keys(groups)) {
    const shapes = Object.hasOwn(knownFeatures, name) ? knownFeatures[name] : undefined
    if (!shapes) throw unknownParameter(`features[${name}]`)
    features[name] = readGroup(findGroup(groups, name) ?? {}, shapes, `features[${name}]`)
  }
  return features
}

/** Only what ends at once can be prorated (SDK: BillingPortal/Configurations.d.ts). @throws 400 */
export function assertCancellation({
  mode,
  proration_behavior: proration,
}: Partial<Stripe.BillingPortal.Configuration.Features.SubscriptionCancel>): void {
  if (mode === 'immediately' || (proration ?? 'none') === 'none') return
  throw invalid(
    '`create_prorations` is only compatible with `mode=immediately`.',
    'features[subscription_cancel][proration_behavior]',
  )
}

function readGroup(group: Params, shapes: Shapes, path: string): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(group)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    if (!shape) throw unknownParameter(`${path}[${name}]`)
    const value = readValue(group, name, shape, `${path}[${name}]`)
    if (value !== undefined) values[name] = value
  }
  return values
}

function readValue(group: Params, name: string, shape: Shape, path: string): unknown {
  if (shape === 'boolean') return findBoolean(group, name)
  if (shape === 'integer') return findInteger(group, name)
  if (shape === 'text') return findText(group, name) || null
  if (shape === 'texts') return findList(group, name)
  if ('choice' in shape) return chosen(findText(group, name), shape.choice, path)
  if ('choices' in shape)
    return findList(group, name)?.map((one) => chosen(one, shape.choices, path))
  if ('group' in shape) return readGroup(findGroup(group, name) ?? {}, shape.group, path)
  return (findGroups(group, name) ?? []).map((one) => readGroup(one, shape.groups, path))
}

function chosen(text: string | undefined, possible: readonly string[], path: string) {
  if (text === undefined || possible.includes(text)) return text
  throw invalid(`Invalid ${path}: must be one of ${possible.join(', ')}`, path)
}
