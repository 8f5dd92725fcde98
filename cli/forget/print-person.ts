import { customerLink } from '../person/stripe-links.ts'
import type { Unknown } from '../person/unknown.ts'
import { isKnown } from '../person/unknown.ts'
import { count } from '../terminal/amounts.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { PersonInDatabase } from './find-person.ts'
import type { AtStripe } from './look-at-stripe.ts'
import type { Place } from './places.ts'

/** What is there, before anything is deleted. */
export function printFound(
  fold: string,
  { found, ownTables, ownColumns }: PersonInDatabase,
  out: Output,
): void {
  const there = found.filter(({ rows }) => rows.length > 0)
  say(
    out,
    there.length === 0 ? `Supabase has nothing under ${fold}.` : `Supabase has, under ${fold}:`,
  )
  for (const { place, rows } of there)
    say(out, `  ${place.table}: ${rows.length} (${place.what})${fateOf(place)}`, '    ')
  const words = {
    deleted: 'deleted with the user',
    emptied: 'kept without their user',
    kept: 'in the way',
  }
  for (const { table, column, rule, rows } of ownTables)
    if (rows > 0)
      say(
        out,
        `  ${table}, your own, by "${column}": ${count(rows, 'row')}, ${words[rule]}`,
        '    ',
      )
  if (ownColumns.length > 0) {
    say(out, 'Your own columns that may hold the address, and are not looked at:')
    for (const name of ownColumns) say(out, `  ${name}`)
  }
}

function fateOf({ empties, stays }: Place): string {
  if (stays === true) return ', kept without the address'
  return empties === undefined ? '' : ', the address is taken out'
}

/** What Stripe keeps, and what that brings back. */
export function printStripe(stripe: AtStripe | Unknown, out: Output): void {
  say(out)
  if (!isKnown(stripe)) {
    say(out, 'What Stripe has under the address is unknown.')
    return say(out, `-> ${stripe.unknown}`, '   ')
  }
  const { livemode, customers, guestPurchases } = stripe
  const mode = livemode ? 'live' : 'test'
  say(out, `Stripe has, in ${mode} mode, and this does not touch it:`)
  say(out, `  ${count(customers.length, 'customer')} with the address`)
  for (const { id } of customers) say(out, `    ${customerLink(id, livemode)}`, '    ')
  say(
    out,
    `  purchases as a guest: ${guestPurchases ?? 'unknown (the key lacks Checkout Sessions Read)'}`,
  )
  if (customers.length > 0) for (const line of comesBack) say(out, line, '   ')
}

const comesBack = [
  'While a customer has the address, its row comes back: with the next change at Stripe, the next sign-in, or the daily pass.',
  '-> If it must not, delete the customer at Stripe first: the webhook then empties the row, and running subscriptions end. More ways: https://docs.stripe.com/privacy/deletion-requests',
]

/** What no command reaches. */
export function printBeyond(out: Output): void {
  say(out)
  say(out, 'Not reached from here:')
  for (const line of [
    "Supabase's logs and backups, which end by themselves after some days: https://supabase.com/docs/guides/platform/backups",
    'the log of your email service',
    'whatever your own tables and programs keep',
  ])
    say(out, `  ${line}`, '    ')
}
