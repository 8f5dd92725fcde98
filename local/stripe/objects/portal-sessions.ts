import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { perAccount, secondsOf } from '../account.ts'
import { createSecret } from '../ids.ts'
import { customerAccountOf } from './customers.ts'
import { emitEvent } from './events.ts'

type Session = Stripe.BillingPortal.Session

const unusedSeconds = 5 * 60
const usedSeconds = 60 * 60

export type SessionRecord = {
  id: string
  /** The unguessable end of the page's address. */
  token: string
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

export type NewSession = Omit<SessionRecord, 'id' | 'token' | 'created' | 'lastUsedAt'>

/** By the unguessable end of the page's address. */
export const sessionsOf = perAccount(() => new Map<string, SessionRecord>())

/** Opens a session for a customer. */
export function createSession(account: Account, fields: NewSession): SessionRecord {
  const id = account.nextId('bps')
  const token = `${id}_${createSecret()}`
  const created = secondsOf(account)
  const session: SessionRecord = { ...fields, id, token, created, lastUsedAt: null }
  sessionsOf(account).set(token, session)
  emitEvent(account, 'billing_portal.session.created', sessionObject(account, session))
  return session
}

/** Five minutes unused, one hour after the last use (Stripe's portal overview, "ephemeral sessions"). */
export function isExpired(account: Account, { created, lastUsedAt }: SessionRecord): boolean {
  const now = secondsOf(account)
  return lastUsedAt === null ? now > created + unusedSeconds : now > lastUsedAt + usedSeconds
}

/** Whether the expired address still leads to a fresh session, by way of the customer's inbox. */
export function isRecoverable(account: Account, { afterExpiration }: SessionRecord): boolean {
  if (afterExpiration?.type !== 'customer_login') return false
  const expiresAt = afterExpiration.customer_login?.expires_at ?? null
  return expiresAt === null || secondsOf(account) <= expiresAt
}

/** A session as the API answers it, with its link under the public address. */
export function sessionObject(account: Account, session: SessionRecord): Session {
  const { id, token, customer, configuration, created, locale, returnUrl, flow } = session
  return {
    id,
    object: 'billing_portal.session',
    after_expiration: session.afterExpiration,
    configuration,
    created,
    customer,
    customer_account: customerAccountOf(account, customer),
    flow,
    livemode: account.livemode,
    locale,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${account.world.publicUrl()}/portal/${token}`,
  }
}
