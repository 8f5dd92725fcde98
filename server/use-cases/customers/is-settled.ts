import type { Recorded } from '../../gateways/supabase/customer-records.ts'

/**
 * Whether a row is as new as whatever it was read for, for which `first` was the first ticket: it took this read or
 * holds one that began later, or its customer is gone for good.
 */
export function isSettled(recorded: Recorded | undefined, first: number): boolean {
  if (recorded === undefined) return false
  return recorded.outcome !== 'overtaken' || recorded.readTicket >= first
}
