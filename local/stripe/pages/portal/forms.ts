import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { findInteger, findText, getText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import { changePlan } from '../../objects/billing/change-plan.ts'
import { endNow } from '../../objects/billing/end-subscription.ts'
import {
  changeSubscription,
  getSubscription,
  keepSubscription,
  scheduleCancellation,
} from '../../objects/billing/subscriptions.ts'
import type { CustomerRecord } from '../../objects/customer.ts'
import { updateCustomer } from '../../objects/customers.ts'
import { createPaymentMethod } from '../../objects/payments/payment-methods.ts'
import { getConfiguration } from '../../objects/portal-configurations.ts'
import type { SessionRecord } from '../../objects/portal-sessions.ts'
import { plansFor } from './plan-form.ts'

type Features = Stripe.BillingPortal.Configuration['features']
type Press = {
  account: Account
  customer: CustomerRecord
  form: Params
  features: Features
  configuration: string
}

/** The buttons: what the configuration must allow for each, and what it does. */
const buttons: Record<string, { feature: keyof Features; press: (press: Press) => void }> = {
  update_customer: { feature: 'customer_update', press: changeDetails },
  update_card: { feature: 'payment_method_update', press: changeCard },
  update_own_card: { feature: 'payment_method_update', press: changeOwnCard },
  keep_subscription: {
    feature: 'subscription_cancel',
    press: (press) => keepSubscription(press.account, getOwnSubscription(press)),
  },
  cancel_subscription: { feature: 'subscription_cancel', press: cancel },
  update_subscription: { feature: 'subscription_update', press: changeQuantity },
  change_plan: { feature: 'subscription_update', press: changePrice },
  pause_subscription: {
    feature: 'subscription_pause',
    press: (press) => setPause(press, { behavior: 'void', resumes_at: null }),
  },
  resume_subscription: {
    feature: 'subscription_pause',
    press: (press) => setPause(press, null),
  },
}

/** Does what the pressed button (`do`) says, as the customer would in Stripe's portal. */
export function applyPortalForm(
  account: Account,
  { configuration }: SessionRecord,
  { customer, form }: { customer: CustomerRecord; form: Params },
): void {
  const { features } = getConfiguration(account, configuration)
  const name = getText(form, 'do')
  const button = Object.hasOwn(buttons, name) ? buttons[name] : undefined
  if (!button) throw invalid(`The portal has no button "${name}"`, 'do')
  const { feature, press } = button
  if (!features[feature].enabled) {
    throw invalid(`The portal configuration '${configuration}' has ${feature} off`, 'do')
  }
  press({ account, customer, form, features, configuration })
}

function changeDetails({ account, customer, form, features }: Press): void {
  const allowed = features.customer_update.allowed_updates
  const email = allowed.includes('email') ? findText(form, 'email') : undefined
  const name = allowed.includes('name') ? findText(form, 'name') : undefined
  updateCustomer(account, customer, {
    ...(email !== undefined && { email: email.trim() || null }),
    ...(name !== undefined && { name: name.trim() || null }),
  })
}

/** Only the default: a subscription with a payment method of its own keeps it. */
function changeCard(press: Press): void {
  const defaultPaymentMethod = addCard(press)
  updateCustomer(press.account, press.customer, { defaultPaymentMethod })
}

function changeOwnCard(press: Press): void {
  const subscription = getOwnSubscription(press)
  changeSubscription(press.account, subscription, { paymentMethod: addCard(press) })
}

function addCard({ account, customer, form }: Press): string {
  const last4 = getText(form, 'last4')
  if (!/^\d{4}$/.test(last4)) throw invalid('Enter four digits', 'last4')
  return createPaymentMethod(account, { customer: customer.id, last4 }).id
}

function cancel(press: Press): void {
  const subscription = getOwnSubscription(press)
  const { mode, proration_behavior: prorates } = press.features.subscription_cancel
  if (mode === 'immediately')
    endNow(press.account, subscription, { isProrated: prorates !== 'none' })
  else scheduleCancellation(press.account, subscription)
}

function changeQuantity(press: Press): void {
  const subscription = getOwnSubscription(press)
  const [first] = subscription.items
  const quantity = findInteger(press.form, 'quantity')
  if (!first || !quantity || quantity < 1) throw invalid('Enter 1 or more', 'quantity')
  assertAllowed(press, 'quantity')
  const change = { price: first.price, quantity }
  changePlan(press.account, subscription, { change, settings: press.features.subscription_update })
}

function changePrice(press: Press): void {
  const { account, configuration, features, form } = press
  const subscription = getOwnSubscription(press)
  const price = getText(form, 'price')
  assertAllowed(press, 'price')
  const isOffered = plansFor(account, configuration, subscription).some(({ id }) => id === price)
  if (!isOffered) throw invalid('The portal does not offer this plan', 'price')
  const change = { price, quantity: subscription.items[0]?.quantity ?? 1 }
  changePlan(account, subscription, { change, settings: features.subscription_update })
}

function assertAllowed({ features }: Press, update: 'price' | 'quantity'): void {
  if (features.subscription_update.default_allowed_updates.includes(update)) return
  throw invalid(`The portal configuration doesn't let customers change the ${update}`, 'do')
}

function setPause(press: Press, pause: Stripe.Subscription.PauseCollection | null): void {
  changeSubscription(press.account, getOwnSubscription(press), { pause })
}

function getOwnSubscription({ account, customer, form }: Press) {
  const record = getSubscription(account, getText(form, 'subscription'))
  if (record.customer === customer.id) return record
  throw invalid(`The subscription '${record.id}' belongs to another customer`, 'subscription')
}
