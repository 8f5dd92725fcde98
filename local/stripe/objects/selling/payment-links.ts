import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { invalid, noSuch } from '../../api/problem.ts'
import type { Entry } from '../../collection.ts'
import { createCollection } from '../../collection.ts'
import { getPrice } from '../catalogue/prices.ts'
import type { Quietly } from '../events.ts'
import { emitEvent, findChanges } from '../events.ts'
import { mergeMetadata } from '../metadata.ts'
import type { SessionEntry, SessionPlan } from './checkout-session.ts'
import { openSession } from './checkout-sessions.ts'
import type { LineRecord, NewLine } from './line-items.ts'
import { createLine } from './line-items.ts'
import { blankLink } from './payment-link.ts'

export type PaymentLink = Stripe.PaymentLink
/** A link has no `created`; its place in the list comes from here. */
type LinkEntry = Entry & { object: PaymentLink; lines: LineRecord[]; plan: Partial<SessionPlan> }

export type NewLink = {
  lines: NewLine[]
  fields?: Partial<PaymentLink>
  plan?: Partial<SessionPlan>
}

/** What the address of a link can say of the payer. */
export type LinkQuery = { reference?: string | undefined; email?: string | undefined }

/** Every Payment Link of an account. */
export const paymentLinksOf = perAccount(() => createCollection<LinkEntry>())

/** A link that anybody can buy by, again and again. An event tells of it unless `silent`. @throws 404 for an unknown price */
export function createPaymentLink(
  account: Account,
  { lines, fields = {}, plan = {} }: NewLink,
  { silent = false }: Quietly = {},
): PaymentLink {
  const id = account.nextId('plink')
  const kept = lines.map((line) => createLine(account, line))
  const [first] = kept.map(({ price }) => getPrice(account, price))
  const object: PaymentLink = {
    ...blankLink(account),
    id,
    currency: first?.currency ?? 'usd',
    ...(plan.trialDays !== undefined && { subscription_data: trialOf(plan) }),
    url: `${account.world.publicUrl()}/b/${id.replace(/^plink_/, '')}`,
    ...fields,
  }
  paymentLinksOf(account).add({
    id,
    created: secondsOf(account),
    seq: 0,
    object,
    lines: kept,
    plan,
  })
  if (!silent) emitEvent(account, 'payment_link.created', object)
  return { ...object }
}

/** Changes what is named. @throws 404 */
export function updatePaymentLink(
  account: Account,
  id: string,
  { metadata, ...fields }: Partial<PaymentLink>,
): PaymentLink {
  const entry = getPaymentLink(account, id)
  const before = entry.object
  entry.object = { ...before, ...fields, metadata: mergeMetadata(before.metadata, metadata) }
  const changes = findChanges(before, entry.object)
  if (changes) emitEvent(account, 'payment_link.updated', entry.object, changes)
  return { ...entry.object }
}

/** Opens the session of somebody who followed a link. @throws 400 if the link was switched off */
export function followLink(
  account: Account,
  id: string,
  { reference = '', email }: LinkQuery,
): SessionEntry {
  const { object: link, lines, plan } = getPaymentLink(account, id)
  if (!link.active) throw invalid(link.inactive_message ?? 'The link is no longer active.')
  const isRecurring = lines.some(({ price }) => getPrice(account, price).recurring !== null)
  const mode = isRecurring ? 'subscription' : 'payment'
  return openSession(account, {
    lines,
    plan,
    fields: {
      allow_promotion_codes: link.allow_promotion_codes,
      // What doesn't fit is left out, without a word.
      client_reference_id: /^[\w-]{1,200}$/.test(reference) ? reference : null,
      customer_email: email || null,
      customer_creation: isRecurring ? 'always' : link.customer_creation,
      metadata: { ...link.metadata },
      mode,
      payment_link: id,
      payment_method_collection: link.payment_method_collection,
      success_url: link.after_completion.redirect?.url ?? null,
      ...(link.invoice_creation?.enabled && {
        invoice_creation: link.invoice_creation as Stripe.Checkout.Session.InvoiceCreation,
      }),
    },
  })
}

/** `null` if there is none. */
export function findPaymentLink(account: Account, id: string): PaymentLink | null {
  return paymentLinksOf(account).find(id)?.object ?? null
}

/** @throws 404 */
export function getPaymentLink(account: Account, id: string): LinkEntry {
  const entry = paymentLinksOf(account).find(id)
  if (!entry) throw noSuch('payment_link', id)
  return entry
}

function trialOf({
  trialDays,
  subscriptionMetadata,
}: Partial<SessionPlan>): Stripe.PaymentLink.SubscriptionData {
  return {
    description: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    metadata: { ...subscriptionMetadata },
    trial_period_days: trialDays ?? null,
    trial_settings: null,
  }
}
