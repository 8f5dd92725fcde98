import type { StripeCustomers } from '../gateways/stripe/customers.ts'
import type { CustomerRecords } from '../gateways/supabase/customer-records.ts'

/** What keeping the records in step with Stripe takes. */
export type SubjectWorld = {
  customers: Pick<StripeCustomers, 'findCustomer'>
  records: Pick<CustomerRecords, 'takeReadTicket' | 'record'>
  livemode: boolean
}

/**
 * Something at Stripe that events ring for and that is recorded here, such as customers: read again, never believed
 * from the event.
 */
export type Subject<Id extends string = string> = {
  /** For telling one subject's ids from another's. */
  name: string
  /** Whether events of such an id concern us. */
  isId(this: void, id: unknown): id is Id
  /**
   * Reads these again and records what Stripe says now.
   * @returns the ids that this key knows
   * @throws whatever Stripe and the database throw
   */
  refresh(world: SubjectWorld, ids: readonly Id[]): Promise<ReadonlySet<Id>>
  /** Records that Stripe has deleted it for good; needs no reading. */
  bury(world: SubjectWorld, id: Id): Promise<void>
}

/** What an event asks for. */
export type Errand =
  | { kind: 'ignored' }
  /** Nothing that is recorded has changed. */
  | { kind: 'unchanged' }
  | { kind: 'refresh' | 'bury'; subject: Subject; id: string }
