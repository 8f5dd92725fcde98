import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { getText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import { advance } from '../../objects/billing/clock.ts'
import { outcomeFor, setOutcomeFor } from '../../objects/billing/collect.ts'
import { draftSeconds } from '../../objects/billing/start-period.ts'
import type { SubscriptionRecord } from '../../objects/billing/subscription.ts'
import { endOf, getSubscription, timeOf } from '../../objects/billing/subscriptions.ts'
import { getCustomer } from '../../objects/customers.ts'
import { deleteCustomer } from '../../objects/delete-customer.ts'
import { getCharge } from '../../objects/payments/charges.ts'
import type { DisputeStep } from '../../objects/payments/disputes.ts'
import { disputeSteps, openDispute, stepDispute } from '../../objects/payments/disputes.ts'
import { getIntent } from '../../objects/payments/intents.ts'
import { createRefund, settleRefund } from '../../objects/payments/refunds.ts'
import { getDefaultConfiguration } from '../../objects/portal-configurations.ts'
import { createSession } from '../../objects/portal-sessions.ts'
import { settleDelayed } from '../../objects/selling/settle-payment.ts'

type Press = { account: Account; form: Params; base: string }

/** By the button's name. What a button answers is where it leads, if it leads anywhere else. */
const buttons: Record<string, (press: Press) => string | void> = {
  open_portal({ account, form, base }) {
    const { token } = createSession(account, {
      customer: getCustomer(account, getText(form, 'customer')).id,
      configuration: getDefaultConfiguration(account).id,
      returnUrl: base,
      locale: null,
      flow: null,
      afterExpiration: null,
    })
    return `${base}portal/${token}`
  },
  delete: ({ account, form }) =>
    deleteCustomer(account, getCustomer(account, getText(form, 'customer'))),

  refund: ({ account, form }) => giveBack(account, getText(form, 'charge'), 1),
  refund_half: ({ account, form }) => giveBack(account, getText(form, 'charge'), 0.5),
  fail_refund: ({ account, form }) => settleRefund(account, getText(form, 'refund'), 'fails'),
  dispute: ({ account, form }) => void openDispute(account, { charge: getText(form, 'charge') }),
  inquire: ({ account, form }) =>
    void openDispute(account, { charge: getText(form, 'charge'), isInquiry: true }),
  step_dispute: ({ account, form }) =>
    stepDispute(account, getText(form, 'dispute'), readStep(getText(form, 'step'))),
  money_arrives: ({ account, form }) => settleDelayed(account, getText(form, 'intent'), 'succeeds'),
  money_fails: ({ account, form }) => settleDelayed(account, getText(form, 'intent'), 'fails'),

  end_period({ account, form }) {
    const record = subscriptionIn(account, form)
    advance(account, record, record.trialEnd ?? endOf(record))
  },
  pass_hour({ account, form }) {
    const record = subscriptionIn(account, form)
    advance(account, record, timeOf(account, record) + draftSeconds)
  },
  turn_card({ account, form }) {
    const record = subscriptionIn(account, form)
    const isBad = outcomeFor(account, record) === 'fails'
    setOutcomeFor(account, record, isBad ? 'succeeds' : 'fails')
  },
}

/** Does what the pressed button (`do`) says. @returns where to go next, or `undefined`: back. @throws 400 */
export function press(account: Account, form: Params, base: string): string | undefined {
  const name = getText(form, 'do')
  const button = Object.hasOwn(buttons, name) ? buttons[name] : undefined
  if (!button) throw invalid('The dashboard has no such button', 'do')
  return button({ account, form, base }) ?? undefined
}

/** So much of what is left. */
function giveBack(account: Account, charge: string, share: number): void {
  const { intent, amountRefunded } = getCharge(account, charge)
  const left = getIntent(account, intent).amount - amountRefunded
  const amount = Math.ceil(left * share)
  createRefund(account, { charge, amount, reason: 'requested_by_customer' })
}

function subscriptionIn(account: Account, form: Params): SubscriptionRecord {
  return getSubscription(account, getText(form, 'subscription'))
}

function readStep(text: string): DisputeStep {
  const step = disputeSteps.find((known) => known === text)
  if (step) return step
  throw invalid('A dispute has no such step', 'step')
}
