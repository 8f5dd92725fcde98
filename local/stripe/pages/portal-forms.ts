import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { deleteCustomer, updateCustomer, type CustomerRecord } from '../customers.ts'
import { getConfiguration } from '../portal-configurations.ts'
import type { SessionRecord } from '../portal-sessions.ts'
import { invalid } from '../problem.ts'
import {
  cancelSubscription,
  changeSubscription,
  getSubscription,
  scheduleCancellation,
} from '../subscriptions.ts'
import { findInteger, findText, getText, type Params } from '../wire/params.ts'

type Feature = keyof Stripe.BillingPortal.Configuration['features']

/** What the configuration must allow for a button to count. */
const FEATURES = new Map<string, Feature>([
  ['update_customer', 'customer_update'],
  ['update_card', 'payment_method_update'],
  ['cancel_subscription', 'subscription_cancel'],
  ['update_subscription', 'subscription_update'],
  ['pause_subscription', 'subscription_pause'],
  ['resume_subscription', 'subscription_pause'],
])

/** Does what the pressed button (`do`) says, as the customer would in Stripe's portal. */
export function applyPortalForm(
  { account, configuration }: SessionRecord,
  customer: CustomerRecord,
  form: Params,
): void {
  const { features } = getConfiguration(account, configuration)
  const subscription = () => getOwnSubscription(account, customer, form)
  const action = getText(form, 'do')
  const feature = FEATURES.get(action)
  if (feature && !features[feature].enabled) {
    throw invalid(`The portal configuration '${configuration}' has ${feature} off`, 'do')
  }
  switch (action) {
    case 'update_customer': {
      const allowed = features.customer_update.allowed_updates
      const email = allowed.includes('email') ? findText(form, 'email') : undefined
      const name = allowed.includes('name') ? findText(form, 'name') : undefined
      updateCustomer(account, customer, {
        ...(email !== undefined && { email: email.trim() || null }),
        ...(name !== undefined && { name: name.trim() || null }),
      })
      return
    }
    case 'update_card': {
      const last4 = getText(form, 'last4')
      if (!/^\d{4}$/.test(last4)) throw invalid('Four digits, please', 'last4')
      updateCustomer(account, customer, {
        cardLast4: last4,
        defaultPaymentMethod: account.nextId('pm'),
      })
      return
    }
    case 'cancel_subscription':
      if (features.subscription_cancel.mode === 'immediately') {
        cancelSubscription(account, subscription())
      } else scheduleCancellation(account, subscription())
      return
    case 'update_subscription': {
      const [first, ...rest] = subscription().items
      const quantity = findInteger(form, 'quantity')
      if (!first || !quantity || quantity < 1) throw invalid('At least one, please', 'quantity')
      changeSubscription(account, subscription(), { items: [{ ...first, quantity }, ...rest] })
      return
    }
    case 'pause_subscription': {
      const pause = { behavior: 'void', resumes_at: null }
      changeSubscription(account, subscription(), { pause })
      return
    }
    case 'resume_subscription':
      changeSubscription(account, subscription(), { pause: null })
      return
    case 'delete_customer':
      deleteCustomer(account, customer)
      return
    default:
      throw invalid(`The portal has no button "${action}"`, 'do')
  }
}

function getOwnSubscription(account: Account, customer: CustomerRecord, form: Params) {
  const record = getSubscription(account, getText(form, 'subscription'))
  if (record.customer === customer.id) return record
  throw invalid(`The subscription '${record.id}' belongs to somebody else`, 'subscription')
}
