import type { PortalConfiguration } from '../../services/stripe-account.ts'

type Tree = { [name: string]: unknown }

/** What a portal offers if nobody has chosen yet: Stripe's own usual features. */
const usual: Tree = {
  customer_update: { enabled: true, allowed_updates: ['name', 'address', 'phone', 'tax_id'] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true, mode: 'at_period_end' },
}

/**
 * A configuration's features as Stripe takes them in a new one, with address editing left out.
 * What is empty in an answer may not be sent, and of what is off only that it is off.
 */
export function copyFeatures(model: PortalConfiguration | null): Tree {
  if (model === null) return usual
  const { customer_update: update, ...rest } = model.features
  const allowed = update.allowed_updates.filter((name) => name !== 'email')
  return {
    customer_update:
      update.enabled && allowed.length > 0
        ? { enabled: true, allowed_updates: allowed }
        : { enabled: false },
    ...Object.fromEntries(
      Object.entries(rest).map(([name, feature]) => [
        name,
        isSendable(name, feature) ? withoutEmpty(withoutReason(feature)) : { enabled: false },
      ]),
    ),
  }
}

/** What customers can't do in it, and the setting of Stripe's that says so. */
export function lackingIn({ features }: PortalConfiguration): { can: string; setting: string }[] {
  const { subscription_cancel: cancel, subscription_update: update } = features
  return [
    ...(features.payment_method_update.enabled
      ? []
      : [{ can: 'change how they pay', setting: 'Payment methods: on' }]),
    ...(cancel.enabled ? [] : [{ can: 'cancel', setting: 'Cancellations: on' }]),
    ...(update.enabled && update.default_allowed_updates.length > 0
      ? []
      : [
          {
            can: 'change plan',
            setting: 'Subscriptions: customers can switch plans, with products',
          },
        ]),
  ]
}

/** Whether customers can edit their email address in it. */
export function allowsAddress({
  features: { customer_update: update },
}: PortalConfiguration): boolean {
  return update.enabled && update.allowed_updates.includes('email')
}

/** Whether customers can do anything at all in it. */
export function isUseful({ features }: PortalConfiguration): boolean {
  return Object.values(features).some(({ enabled }) => enabled)
}

/** Stripe wants a list of products if plans can be changed; without one the feature can't be copied. */
function isSendable(name: string, feature: { enabled: boolean }): boolean {
  if (!feature.enabled) return false
  const { products } = feature as { products?: unknown[] | null }
  return name !== 'subscription_update' || (products ?? []).length > 0
}

/** Stripe wants to know which reasons, even if nobody is asked for one; where none were chosen, it has its own. */
function withoutReason(whole: object): Tree {
  const feature: Tree = { ...whole }
  const { options = [] } = (feature.cancellation_reason ?? {}) as { options?: unknown[] }
  if (options.length === 0) delete feature.cancellation_reason
  return feature
}

function withoutEmpty(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]): [string, unknown][] => {
      if (value === null || value === undefined) return []
      if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value.map(clean)]]
      if (typeof value !== 'object') return [[name, value]]
      const inner = withoutEmpty({ ...value })
      return Object.keys(inner).length === 0 ? [] : [[name, inner]]
    }),
  )
}

function clean(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? withoutEmpty({ ...value }) : value
}
