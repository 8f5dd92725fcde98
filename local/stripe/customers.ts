import type Stripe from 'stripe'
import { secondsOf, type Account } from './account.ts'
import type { Entry } from './collection.ts'
import { customerObject, deletedCustomerObject } from './customer-object.ts'
import { emitEvent, findChanges, type Quietly } from './events.ts'
import { noSuch } from './problem.ts'
import { removeSubscriptionsOf } from './subscriptions.ts'

/** Lean, because a benchmark keeps a million of them; whatever is rare sits in `details`. */
export type CustomerRecord = Entry & {
  email: string | null
  name: string | null
  /** Seconds: search may lag behind it. */
  changedAt: number
  metadata: Stripe.Metadata | null
  details: CustomerDetails | null
}

export type CustomerDetails = Partial<
  Pick<
    Stripe.Customer,
    'address' | 'balance' | 'currency' | 'description' | 'phone' | 'preferred_locales' | 'shipping'
  >
> & {
  defaultPaymentMethod?: string
  cardLast4?: string
  /** `acct_...`, where the customer is one of Accounts v2. */
  customerAccount?: string
}

export type CustomerFields = CustomerDetails & {
  email?: string | null | undefined
  name?: string | null | undefined
  /** An empty value takes its name away. */
  metadata?: Stripe.Metadata | null | undefined
}

export type NewCustomer = CustomerFields & { id?: string; created?: number }

export function createCustomer(
  account: Account,
  { id, created, email, name, metadata, ...details }: NewCustomer,
  { silent = false }: Quietly = {},
): CustomerRecord {
  const now = secondsOf(account)
  if (account.world.control.accountsV2) details.customerAccount ??= account.nextId('acct')
  const record = account.customers.add({
    id: id ?? account.nextId('cus'),
    created: created ?? now,
    seq: 0,
    email: email ?? null,
    name: name ?? null,
    changedAt: now,
    metadata: mergeMetadata(null, metadata),
    details: Object.keys(details).length > 0 ? details : null,
  })
  account.deletedCustomers.delete(record.id)
  index(account, record)
  if (!silent && !isAccount(record)) {
    emitEvent(account, 'customer.created', customerObject(account, record))
  }
  return record
}

/** What happens to a customer of Accounts v2 is told as `v2.core.account...`, which the stand-in does not speak. */
function isAccount({ details }: CustomerRecord): boolean {
  return details?.customerAccount !== undefined
}

/** A change that changes nothing rings for nobody. */
export function updateCustomer(
  account: Account,
  record: CustomerRecord,
  { email, name, metadata, ...details }: CustomerFields,
  { silent = false }: Quietly = {},
): void {
  const before = customerObject(account, record)
  unindex(account, record)
  if (email !== undefined) record.email = email
  if (name !== undefined) record.name = name
  if (metadata !== undefined) record.metadata = mergeMetadata(record.metadata, metadata)
  if (Object.keys(details).length > 0) record.details = { ...record.details, ...details }
  record.changedAt = secondsOf(account)
  index(account, record)

  const after = customerObject(account, record)
  const changes = findChanges(before, after)
  if (changes && !silent && !isAccount(record))
    emitEvent(account, 'customer.updated', after, changes)
}

/** For good: the customer's subscriptions end with it, and its id keeps answering "deleted". */
export function deleteCustomer(
  account: Account,
  record: CustomerRecord,
  { silent = false }: Quietly = {},
): void {
  removeSubscriptionsOf(account, record.id, { silent })
  const last = customerObject(account, record)
  account.customers.remove(record)
  unindex(account, record)
  account.deletedCustomers.add(record.id)
  if (silent || isAccount(record)) return
  const isBare = account.world.control.deletedCustomerEvents === 'bare'
  // The SDK types this event's object as a whole customer; recorded deliveries show both shapes.
  const object = isBare ? (deletedCustomerObject(record.id) as object as Stripe.Customer) : last
  emitEvent(account, 'customer.deleted', object)
}

/** @throws 404 (400 where a parameter names it), saying so where the other mode knows the id. */
export function getCustomer(account: Account, id: string, param = 'id'): CustomerRecord {
  const record = account.customers.find(id)
  if (record) return record
  const [theirs, ours] = account.livemode ? ['test', 'live'] : ['live', 'test']
  const hint = account.twin?.customers.find(id)
    ? `; a similar object exists in ${theirs} mode, but a ${ours} mode key was used to make this request.`
    : ''
  throw noSuch('customer', id, param, hint)
}

/** Whoever has this address in any spelling of upper and lower case, oldest first. */
export function findCustomersByAddress(account: Account, email: string): CustomerRecord[] {
  const found = account.customersByAddress.get(email.toLowerCase()) ?? []
  return Array.isArray(found) ? [...found] : [found]
}

function index({ customersByAddress }: Account, record: CustomerRecord): void {
  if (record.email === null) return
  const key = record.email.toLowerCase()
  const found = customersByAddress.get(key)
  if (!found) customersByAddress.set(key, record)
  else if (Array.isArray(found)) found.push(record)
  else customersByAddress.set(key, [found, record])
}

function unindex({ customersByAddress }: Account, record: CustomerRecord): void {
  if (record.email === null) return
  const key = record.email.toLowerCase()
  const found = customersByAddress.get(key)
  const rest = Array.isArray(found) ? found.filter((other) => other !== record) : []
  if (rest.length > 0) customersByAddress.set(key, rest)
  else customersByAddress.delete(key)
}

function mergeMetadata(
  before: Stripe.Metadata | null,
  change: Stripe.Metadata | null | undefined,
): Stripe.Metadata | null {
  if (!change) return change === null ? null : before
  const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== '')
  return merged.length > 0 ? Object.fromEntries(merged) : null
}
