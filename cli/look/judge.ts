import { count } from '../terminal/amounts.ts'
import type { Facts } from './facts.ts'
import { isKnown } from '../person/unknown.ts'
import { findVisible } from './find-visible.ts'
import { judgeEmpty } from './judge-empty.ts'
import { judgeSignIn } from './judge-sign-in.ts'
import { judgeUsers } from './judge-users.ts'
import type { Verdict, Where } from './verdict.ts'

/** Why the person sees what they see; the first cause decides. */
export function judge(facts: Facts, where: Where): Verdict {
  const { address, stripe, rows, users } = facts
  if (!address.isProvable) return unprovable
  const locked = isKnown(users) ? judgeUsers(users, where) : null
  if (locked !== null) return locked
  if (!isKnown(stripe))
    return {
      kind: 'stripe_unknown',
      says: 'Nobody can tell what they see: Stripe could not be asked.',
      remedy: stripe.unknown,
      isSeeing: null,
    }
  if (stripe.customers.length === 0) return judgeEmpty(facts, stripe)
  if (!isKnown(rows))
    return {
      kind: 'table_unknown',
      says: `Stripe has ${count(stripe.customers.length, 'customer')} with this address; the table could not be asked.`,
      remedy: rows.unknown,
      isSeeing: null,
    }
  const { customers, missed } = findVisible(stripe, { fold: address.fold, rows })
  if (missed.length > 0)
    return {
      kind: 'some_missed',
      says: `They see ${customers.length} of ${count(customers.length + missed.length, 'billing account')}: the table lacks the rest, and Stripe spells their address in another way.`,
      remedy: 'run `npm run sync -- --full`',
      isSeeing: false,
    }
  const accounts = count(customers.length, 'billing account')
  return judgeSignIn(facts, stripe.isCut ? `more than ${accounts}` : accounts, where)
}

const unprovable: Verdict = {
  kind: 'address_unprovable',
  says: 'Nobody can sign in with this address: it has letters that Supabase sends no email to.',
  remedy: 'at Stripe, give the customer an address of plain letters (a-z) if they have one',
  isSeeing: false,
}
