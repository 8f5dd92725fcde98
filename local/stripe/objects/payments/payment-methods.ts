import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { noSuch } from '../../api/problem.ts'
import type { Boxed } from '../../collection.ts'
import { boxed, createCollection } from '../../collection.ts'
import { customerAccountOf, getCustomer } from '../customers.ts'
import type { MethodType } from './intents.ts'
import type { Outcome } from './pay.ts'

export type NewPaymentMethod = {
  customer: string
  /** A card unless given. */
  type?: MethodType
  brand?: string
  last4?: string
  exp_month?: number
  exp_year?: number
  /** What becomes of a charge. A card ending in 0341 fails, as at Stripe; a bank debit takes days. */
  pays?: Outcome
}

type Kept = Boxed<Stripe.PaymentMethod> & { pays: Outcome }

/** Every payment method of an account. */
export const paymentMethodsOf = perAccount(() => createCollection<Kept>())

/** Attached to its customer, and nobody's default yet. @throws 404 for an unknown customer */
export function createPaymentMethod(
  account: Account,
  { customer, type = 'card', pays, ...details }: NewPaymentMethod,
): Stripe.PaymentMethod {
  const { id: owner, email } = getCustomer(account, customer)
  const method: Stripe.PaymentMethod = {
    id: account.nextId('pm'),
    object: 'payment_method',
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    created: secondsOf(account),
    customer: owner,
    customer_account: customerAccountOf(account, owner),
    livemode: account.livemode,
    metadata: {},
    type,
    [type]: detailsOf(type, details),
  }
  const outcome = pays ?? usualOutcome(type, details.last4)
  paymentMethodsOf(account).add({ ...boxed(method), pays: outcome })
  return { ...method }
}

/** `null` for none. @throws 404 */
export function findPaymentMethod(
  account: Account,
  id: string | null | undefined,
): Stripe.PaymentMethod | null {
  if (!id) return null
  const entry = paymentMethodsOf(account).find(id)
  if (!entry) throw noSuch('PaymentMethod', id)
  return { ...entry.object }
}

/** What becomes of a charge to it; without one, there is nothing to charge. */
export function outcomeOf(account: Account, id: string | null | undefined): Outcome {
  return (id && paymentMethodsOf(account).find(id)?.pays) || 'fails'
}

/** From now on. @throws 404 */
export function setOutcome(account: Account, id: string, pays: Outcome): void {
  const entry = paymentMethodsOf(account).find(id)
  if (!entry) throw noSuch('PaymentMethod', id)
  entry.pays = pays
}

function usualOutcome(type: MethodType, last4: string | undefined): Outcome {
  if (type === 'sepa_debit') return 'later'
  return type === 'card' && last4 === '0341' ? 'fails' : 'succeeds'
}

/** "visa ending in 4242", or its type. */
export function methodWords({ type, card, sepa_debit }: Stripe.PaymentMethod): string {
  const last4 = card?.last4 ?? sepa_debit?.last4
  return last4 ? `${card?.brand ?? type} ending in ${last4}` : type
}

function detailsOf(
  type: MethodType,
  {
    brand = 'visa',
    last4 = '4242',
    exp_month = 12,
    exp_year = 2034,
  }: Omit<NewPaymentMethod, 'customer' | 'type' | 'pays'>,
): object {
  const nothing = { checks: null, networks: null, regulated_status: null, wallet: null }
  const unused = { generated_from: null, three_d_secure_usage: null }
  if (type === 'card') {
    const named = { brand, display_brand: brand, country: 'DE', funding: 'credit' }
    return { ...named, exp_month, exp_year, last4, ...nothing, ...unused }
  }
  if (type === 'paypal') return { country: 'DE', payer_email: null, payer_id: null }
  if (type === 'link') return { email: null }
  const bank = { bank_code: null, branch_code: null, country: 'DE', fingerprint: null }
  return { ...bank, generated_from: null, last4 }
}
