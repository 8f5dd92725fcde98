import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { perAccount, secondsOf } from '../account.ts'
import { noSuch } from '../api/problem.ts'
import { createCollection } from '../collection.ts'
import type { CustomerDetails, CustomerRecord } from './customer.ts'
import { customerObject, deletedCustomerObject } from './customer.ts'
import type { Quietly } from './events.ts'
import { emitEvent, findChanges } from './events.ts'
import { mergeMetadata } from './metadata.ts'

export type CustomerFields = CustomerDetails & {
  email?: string | null | undefined
  name?: string | null | undefined
  /** An empty value takes its name away. */
  metadata?: Stripe.Metadata | null | undefined
}

export type NewCustomer = CustomerFields & { id?: string; created?: number }

/** Every customer of an account, without the deleted ones. */
export const customersOf = perAccount(() => createCollection<CustomerRecord>())
/** By the address in lower case: one record, as nearly always, or several. */
const byAddress = perAccount(() => new Map<string, CustomerRecord | CustomerRecord[]>())
const deletedIds = perAccount(() => new Set<string>())

/** Adds a customer; an event tells of it unless `silent`. @throws {Error} if the id is taken */
export function createCustomer(
  account: Account,
  { id, created, email, name, metadata, ...details }: NewCustomer,
  { silent = false }: Quietly = {},
): CustomerRecord {
  if (account.world.control.accountsV2) details.customerAccount ??= account.nextId('acct')
  const record = customersOf(account).add({
    id: id ?? account.nextId('cus'),
    created: created ?? secondsOf(account),
    seq: 0,
    email: email ?? null,
    name: name ?? null,
    metadata: keepMetadata(null, metadata),
    details: Object.keys(details).length > 0 ? details : null,
  })
  deletedIds(account).delete(record.id)
  index(account, record)
  if (!silent && !isAccount(record)) {
    emitEvent(account, 'customer.created', customerObject(account, record))
  }
  return record
}

/** Customers of Accounts v2 have events of another family, which the stand-in doesn't make. */
function isAccount({ details }: CustomerRecord): boolean {
  return details?.customerAccount !== undefined
}

/** A change that changes nothing makes no event. */
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
  if (metadata !== undefined) record.metadata = keepMetadata(record.metadata, metadata)
  if (Object.keys(details).length > 0) record.details = { ...record.details, ...details }
  index(account, record)

  const after = customerObject(account, record)
  const changes = findChanges(before, after)
  if (changes && !silent && !isAccount(record))
    emitEvent(account, 'customer.updated', after, changes)
}

/** For good: the id keeps answering "deleted". What else belonged to the customer is the caller's to end first. */
export function removeCustomer(
  account: Account,
  record: CustomerRecord,
  { silent = false }: Quietly = {},
): void {
  const last = customerObject(account, record)
  customersOf(account).remove(record)
  unindex(account, record)
  deletedIds(account).add(record.id)
  if (silent || isAccount(record)) return
  const isBare = account.world.control.deletedCustomerEvents === 'bare'
  // The SDK types this event's object as a whole customer; recorded deliveries show both shapes.
  const object = isBare ? (deletedCustomerObject(record.id) as object as Stripe.Customer) : last
  emitEvent(account, 'customer.deleted', object)
}

/** Whether this is the id of a customer that was deleted. */
export function isDeletedCustomer(account: Account, id: string): boolean {
  return deletedIds(account).has(id)
}

/** @throws 404 (400 if a parameter names it), saying so if the other mode knows the id */
export function getCustomer(account: Account, id: string, param = 'id'): CustomerRecord {
  const record = customersOf(account).find(id)
  if (record) return record
  const [theirs, ours] = account.livemode ? ['test', 'live'] : ['live', 'test']
  const hint =
    account.twin && customersOf(account.twin).find(id)
      ? `; a similar object exists in ${theirs} mode, but a ${ours} mode key was used to make this request.`
      : ''
  throw noSuch('customer', id, param, hint)
}

/** Customers with this address in any mix of upper and lower case, oldest first. */
export function findCustomersByAddress(account: Account, email: string): CustomerRecord[] {
  const found = byAddress(account).get(email.toLowerCase()) ?? []
  return Array.isArray(found) ? [...found] : [found]
}

/** The account that a customer is under Accounts v2, or `null`. */
export function customerAccountOf(account: Account, customer: string): string | null {
  return customersOf(account).find(customer)?.details?.customerAccount ?? null
}

function index(account: Account, record: CustomerRecord): void {
  if (record.email === null) return
  const key = record.email.toLowerCase()
  const found = byAddress(account).get(key)
  if (!found) byAddress(account).set(key, record)
  else if (Array.isArray(found)) found.push(record)
  else byAddress(account).set(key, [found, record])
}

function unindex(account: Account, record: CustomerRecord): void {
  if (record.email === null) return
  const key = record.email.toLowerCase()
  const found = byAddress(account).get(key)
  const rest = Array.isArray(found) ? found.filter((other) => other !== record) : []
  if (rest.length > 0) byAddress(account).set(key, rest)
  else byAddress(account).delete(key)
}

function keepMetadata(
  before: Stripe.Metadata | null,
  change: Stripe.Metadata | null | undefined,
): Stripe.Metadata | null {
  const merged = mergeMetadata(before ?? {}, change)
  return Object.keys(merged).length > 0 ? merged : null
}
