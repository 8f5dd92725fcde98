import type { CatalogueRecords } from '../../gateways/supabase/catalogue-records.ts'
import type { CreditRecords } from '../../gateways/supabase/credit-records.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { KeptLetters } from '../../gateways/supabase/kept-letters.ts'
import type { PurchaseRecords } from '../../gateways/supabase/purchase-records.ts'
import type { RequestCounts } from '../../gateways/supabase/request-counts.ts'
import type { SyncPlace } from '../../gateways/supabase/sync-place.ts'
import type { SyncState } from '../../rules/sync/sync-state.ts'
import type { Errand, Subject } from '../subject.ts'
import type { SyncStripe } from './pace-stripe.ts'

/** What a synchronization writes to. */
export type SyncTables = {
  records: CustomerRecords
  purchases: PurchaseRecords
  catalogueRecords: CatalogueRecords
  credits: CreditRecords
  place: SyncPlace
  letters: Pick<KeptLetters, 'list' | 'drop'>
  counts: Pick<RequestCounts, 'clearWhatIsOver'>
}

export type SyncWorld = SyncStripe &
  SyncTables & {
    livemode: boolean
    /** What an event asks for: the same routing as the webhook's. */
    route: (event: unknown, livemode: boolean) => Errand
    /** Whatever letters are kept of. */
    subjects: readonly Subject[]
    /** Milliseconds. */
    now: () => number
    sleep: (milliseconds: number) => Promise<void>
  }

export type SyncOrder = {
  /** Whether a call may still be begun after so many milliseconds. */
  hasTime: (after: number) => boolean
  /** A full pass now, not only once a day. */
  isFull: boolean
  /** Calls to Stripe in a second. */
  perSecond: { backfill: number; upkeep: number }
  onProgress?: (progress: SyncReport) => void
}

/** What a run did. `isComplete`: nothing is left to do before the next event or the next day. */
export type SyncReport = {
  /** What was read because a webhook's letter was kept for the clock. */
  kept: number
  /** Customers listed by a full pass. */
  passed: number
  /** From 0 to 1: how far the full pass has come. */
  coverage: number
  /** Customers, sales, products and prices read again because an event rang for them. */
  replayed: number
  /** Rows looked into because the full pass did not meet them. */
  swept: number
  /** Sessions, subscriptions, invoices, refunds and disputes listed by a pass. */
  sold: number
  /** Products and prices listed by a pass. */
  catalogue: number
  /** Subjects that the key may not see: nothing of theirs was read. */
  off: string[]
  isComplete: boolean
}

/** How often everything is listed. */
export const daySeconds = 86_400

/** The world at one speed; `width`: how many lists have to be under way to reach it. */
export type PacedWorld = SyncWorld & { width: number }

/** A run under way. */
export type SyncRun = {
  /** As it was last saved. */
  state: SyncState
  save: (change: Partial<SyncState>) => Promise<void>
  /** Adds to the report and tells whoever watches. */
  tell: (change: (report: SyncReport) => void) => void
}
