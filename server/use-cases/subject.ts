import type { StripeCatalogue } from '../gateways/stripe/catalogue.ts'
import type { StripeCustomers } from '../gateways/stripe/customers.ts'
import type { StripeSalesLists } from '../gateways/stripe/sales/lists.ts'
import type { StripeSales } from '../gateways/stripe/sales/sales.ts'
import type { CatalogueRecords } from '../gateways/supabase/catalogue-records.ts'
import type { CreditRecords } from '../gateways/supabase/credit-records.ts'
import type { CustomerRecords } from '../gateways/supabase/customer-records.ts'
import type { PurchaseRecords } from '../gateways/supabase/purchase-records.ts'
import type { PassPlace } from '../rules/sync/sync-state.ts'

/** What reading customers and recording them takes. */
export type CustomersWorld = {
  customers: Pick<StripeCustomers, 'findCustomer'>
  records: Pick<CustomerRecords, 'takeReadTicket' | 'record'>
  livemode: boolean
}

/** What keeping the records in step with Stripe takes. */
export type SubjectWorld = CustomersWorld & {
  sales: Pick<StripeSales, 'findSession' | 'findSubscription' | 'findInvoice' | 'findSources'>
  purchases: PurchaseRecords
  catalogue: StripeCatalogue
  catalogueRecords: CatalogueRecords
}

/** What reading many through Stripe's lists takes. */
export type ListingWorld = SubjectWorld & {
  customers: Pick<StripeCustomers, 'listWindow'>
  /** How many lists have to be under way to reach the speed that is allowed. */
  width: number
}

/** What a pass over everything takes. */
export type PassWorld = SubjectWorld & {
  lists: StripeSalesLists
  credits: Pick<CreditRecords, 'beginCredits'>
  /** Milliseconds. */
  now: () => number
}

/**
 * Lists at Stripe whatever may have changed and records it, from a place on.
 * @param save told after each page: the place, and how many things were on it
 */
export type SubjectPass = (
  world: PassWorld,
  place: PassPlace,
  save: (place: PassPlace, read: number) => Promise<void>,
) => Promise<void>

/** One to be looked for in Stripe's lists; `createdAt` in Unix seconds. */
export type Wanted<Id extends string = string> = { id: Id; createdAt: number }

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
   * @param ticket the first to read under, if it is drawn already; `null`: none is
   * @returns the ids that this key knows
   * @throws whatever Stripe and the database throw
   */
  refresh(world: SubjectWorld, ids: readonly Id[], ticket: number | null): Promise<ReadonlySet<Id>>
  /**
   * The same for many, by a list for each hundred that lie close together, and never more lists than there are of them.
   * @param onPage told after each list which of them are done, and the ticket under which they were read; those that it
   * is never told of have to be refreshed
   */
  refreshListed(
    world: ListingWorld,
    wanted: readonly Wanted<Id>[],
    onPage: (done: Id[], ticket: number) => Promise<void>,
  ): Promise<void>
  /** Records that Stripe has deleted it for good; needs no reading. */
  bury(world: SubjectWorld, id: Id): Promise<void>
  /** The daily pass over everything; without one, the customers' own reaches it. */
  pass?: SubjectPass
  /** Where the report counts what the pass lists. */
  tally?: 'sold' | 'catalogue'
}

/** What an event asks for. */
export type Errand =
  | { kind: 'ignored' }
  /** Nothing that is recorded has changed. */
  | { kind: 'unchanged' }
  | {
      kind: 'refresh' | 'bury'
      subject: Subject
      id: string
      /** Unix seconds; `null` if the event does not say. */
      createdAt: number | null
    }
