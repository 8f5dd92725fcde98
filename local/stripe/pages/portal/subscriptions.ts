import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { SubscriptionRecord } from '../../objects/billing/subscription.ts'
import { currentSubscriptionsOf, isLastPeriod } from '../../objects/billing/subscriptions.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'
import { findPaymentMethod, methodWords } from '../../objects/payments/payment-methods.ts'
import type { SessionRecord } from '../../objects/portal-sessions.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { dayWords, priceWords } from '../words.ts'
import { planForm, plansFor } from './plan-form.ts'

type Flow = Stripe.BillingPortal.Session.Flow
type Features = Stripe.BillingPortal.Configuration['features']

/** All current subscriptions; in a flow, only the one that it is about, or none. */
export function subscriptionSections(
  account: Account,
  session: SessionRecord,
  { features, only }: { features: Features; only: string | null | undefined },
): Html {
  const { customer, flow, configuration } = session
  if (only === null) return html``
  const current = currentSubscriptionsOf(account, customer).toReversed()
  const shown = current.filter(({ id }) => only === undefined || id === only)
  if (shown.length === 0) return html`<section><p>No current subscription.</p></section>`
  return html`${shown.map((record) => subscriptionSection(account, record, { features, flow, configuration }))}`
}

/** `undefined`: there is no flow; `null`: the flow is not about a subscription. */
export function flowSubscription(flow: Flow | null): string | null | undefined {
  if (!flow) return undefined
  const about = flow.subscription_cancel ?? flow.subscription_update ?? flow.subscription_pause
  return about?.subscription ?? null
}

function subscriptionSection(
  account: Account,
  record: SubscriptionRecord,
  {
    features,
    flow,
    configuration,
  }: { features: Features; flow: Flow | null; configuration: string },
): Html {
  const can = (type: keyof Features) => features[type].enabled && (!flow || flow.type === type)
  // https://docs.stripe.com/customer-management: these can only be canceled.
  const [item, ...more] = record.items
  const isFixed =
    more.length > 0 || item?.quantity === undefined || record.collectionMethod === 'send_invoice'
  const own = findPaymentMethod(account, record.paymentMethod)
  const lines = record.items.map(({ price: id, quantity, periodEnd }) => {
    const price = getPrice(account, id)
    const { name } = getProduct(account, price.product as string)
    return html`<p>
      <strong>${name}</strong>${quantity !== undefined && quantity !== 1 && ` × ${quantity}`},
      ${priceWords(price)}, renews on ${dayWords(periodEnd)}
    </p>`
  })
  return html`<section>
    <h2>Subscription: ${record.pause ? 'paused' : record.status}</h2>
    ${lines} ${record.cancelAt !== null && html`<p>Ends on ${dayWords(record.cancelAt)}.</p>`}
    <form method="post">
      <input type="hidden" name="subscription" value="${record.id}" />
      ${
        can('subscription_update') &&
        !isFixed &&
        html`<label for="quantity-${record.id}">Quantity</label>
          <input
            id="quantity-${record.id}"
            name="quantity"
            inputmode="numeric"
            value="${item?.quantity ?? 1}"
          />
          <button class="quiet" name="do" value="update_subscription">Change quantity</button>`
      }
      ${
        can('subscription_pause') &&
        (record.pause
          ? html`<button class="quiet" name="do" value="resume_subscription">Resume</button>`
          : html`<button class="quiet" name="do" value="pause_subscription">Pause</button>`)
      }
      ${
        can('subscription_cancel') &&
        (isLastPeriod(record)
          ? html`<button class="quiet" name="do" value="keep_subscription">
              Don't cancel subscription
            </button>`
          : html`<button class="danger" name="do" value="cancel_subscription">
              Cancel subscription
            </button>`)
      }
    </form>
    ${record.nextItems !== null && html`<p>The plan changes when this period ends.</p>`}
    ${
      can('subscription_update') &&
      !isFixed &&
      planForm(account, record, plansFor(account, configuration, record))
    }
    ${
      own &&
      !flow &&
      can('payment_method_update') &&
      html`<form method="post">
        <input type="hidden" name="subscription" value="${record.id}" />
        <label for="own-${record.id}">Charged to ${methodWords(own)}. Another card</label>
        <input id="own-${record.id}" name="last4" inputmode="numeric" maxlength="4" required />
        <button class="quiet" name="do" value="update_own_card">Use this card</button>
      </form>`
    }
  </section>`
}
