import type Stripe from 'stripe'
import { secondsOf, type Account } from './account.ts'
import { accountOf } from './customer-object.ts'
import { emitEvent } from './events.ts'
import { createSecret } from './ids.ts'

type Session = Stripe.BillingPortal.Session

export const UNUSED_SECONDS = 5 * 60
export const USED_SECONDS = 60 * 60

export type SessionRecord = {
  id: string
  /** The unguessable end of the page's address. */
  token: string
  account: Account
  customer: string
  configuration: string
  created: number
  /** Seconds; `null` until the page is opened. */
  lastUsedAt: number | null
  locale: Session['locale']
  returnUrl: string | null
  flow: Session['flow']
  afterExpiration: NonNullable<Session['after_expiration']> | null
}

export type NewSession = Pick<
  SessionRecord,
  'customer' | 'configuration' | 'locale' | 'returnUrl' | 'flow' | 'afterExpiration'
>

/** What a fresh session takes over from an expired one. */
export function renewed(session: SessionRecord): NewSession {
  const { customer, configuration, locale, returnUrl, flow, afterExpiration } = session
  return { customer, configuration, locale, returnUrl, flow, afterExpiration }
}

export function createSession(account: Account, fields: NewSession): SessionRecord {
  const id = account.nextId('bps')
  const token = `${id}_${createSecret()}`
  const created = secondsOf(account)
  const session: SessionRecord = { id, token, account, created, lastUsedAt: null, ...fields }
  account.sessions.set(token, session)
  emitEvent(account, 'billing_portal.session.created', sessionObject(session))
  return session
}

/** Five minutes unused, one hour after the last use (Stripe's portal overview, "ephemeral sessions"). */
export function isExpired({ account, created, lastUsedAt }: SessionRecord): boolean {
  const now = secondsOf(account)
  return lastUsedAt === null ? now > created + UNUSED_SECONDS : now > lastUsedAt + USED_SECONDS
}

/** Whether the expired address still leads to a fresh session by way of the customer's mailbox. */
export function isRecoverable({ account, afterExpiration }: SessionRecord): boolean {
  if (afterExpiration?.type !== 'customer_login') return false
  const expiresAt = afterExpiration.customer_login?.expires_at ?? null
  return expiresAt === null || secondsOf(account) <= expiresAt
}

export function sessionObject(session: SessionRecord): Session {
  const { account, id, token, customer, configuration, created, locale, returnUrl, flow } = session
  return {
    id,
    object: 'billing_portal.session',
    after_expiration: session.afterExpiration,
    configuration,
    created,
    customer,
    customer_account: accountOf(account, customer),
    flow,
    livemode: account.livemode,
    locale,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${account.world.publicUrl()}/portal/${token}`,
  }
}
