import type { AuthUser, CreditAccount, CustomerRow } from '../person/database-person.ts'
import { customerLink } from '../person/stripe-links.ts'
import type { StripeCustomer } from '../person/stripe-person.ts'
import { count, timeOf } from '../terminal/amounts.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { Unknown } from '../person/unknown.ts'
import type { AtStripe, Facts } from './facts.ts'
import { isKnown } from '../person/unknown.ts'

const mostListed = 20

/** What the verdict rests on, service by service, for the owner's eyes. */
export function printFacts(facts: Facts, out: Output): void {
  const { address, stripe, rows, users, requests, accounts } = facts
  if (address.given !== address.fold) section(out, 'Compared as', [address.fold])
  section(out, 'Stripe', isKnown(stripe) ? tellStripe(stripe, rows, address.fold) : tell(stripe))
  section(out, 'Table', isKnown(rows) ? tellRows(rows, stripe) : tell(rows))
  section(out, 'Sign-in', isKnown(users) ? tellUsers(users) : tell(users))
  if (isKnown(requests) && requests !== null)
    section(out, 'Requests', [`for links, in the running ten minutes: ${requests.count} of 120`])
  section(out, 'Bought', isKnown(accounts) ? tellAccounts(accounts) : tell(accounts))
}

function section(out: Output, title: string, lines: readonly string[]): void {
  const [first = '', ...others] = lines
  say(out, `${title.padEnd(13)}${first}`, ' '.repeat(15))
  for (const line of others) say(out, `${' '.repeat(13)}${line}`, ' '.repeat(15))
}

function tell({ unknown }: Unknown): string[] {
  return ['unknown', `-> ${unknown}`]
}

function tellStripe(stripe: AtStripe, rows: Facts['rows'], fold: string): string[] {
  const { livemode, customers, similar, isCut, departures, isHistoryWhole, guestPurchases } = stripe
  const mode = livemode ? 'live' : 'test'
  const listed = customers.slice(0, mostListed)
  return [
    `${isCut ? 'more than ' : ''}${count(customers.length, 'customer')} in ${mode} mode`,
    ...listed.flatMap((customer) => tellCustomer(customer, { rows, fold, livemode })),
    ...(customers.length > listed.length ? [`and ${customers.length - listed.length} more`] : []),
    ...similar
      .slice(0, mostListed)
      .map(({ id, email }) => `similar, and another address: ${id} ${email}`),
    ...departures.map(({ id, kind, at, to }) =>
      kind === 'deleted'
        ? `${id} was deleted on ${timeOf(at)}`
        : `${id} was moved to ${to ?? 'no address'} on ${timeOf(at)}`,
    ),
    ...(isHistoryWhole
      ? []
      : ['deleted and moved customers: only the newest 500 events were read']),
    `purchases as a guest: ${guestPurchases ?? 'unknown (the key lacks Checkout Sessions Read)'}`,
  ]
}

function tellCustomer(
  { id, email, created, subscriptions }: StripeCustomer,
  { rows, fold, livemode }: { rows: Facts['rows']; fold: string; livemode: boolean },
): string[] {
  const isThere = isKnown(rows) && rows.some((row) => row.id === id && row.address === fold)
  const notes = [
    `made on ${timeOf(created)}`,
    subscriptions === null
      ? 'subscriptions unknown'
      : subscriptions.length === 0
        ? 'no subscription: anyone could have made it with this address'
        : `subscriptions: ${subscriptions.join(', ')}`,
    ...(email === fold ? [] : [`spelled "${email}"`]),
    ...(isThere || !isKnown(rows) ? [] : ['not in the table']),
  ]
  return [`${id}  ${notes.join('; ')}`, `  ${customerLink(id, livemode)}`]
}

function tellRows(rows: readonly CustomerRow[], stripe: Facts['stripe']): string[] {
  const mode = isKnown(stripe) ? stripe.livemode : null
  const other = mode === null ? [] : rows.filter(({ livemode }) => livemode !== mode)
  const { late, unasked } = isKnown(stripe) ? stripe : { late: [], unasked: 0 }
  const words = { deleted: 'is deleted', moved: 'has another address', unknown: 'is unknown' }
  return [
    count(rows.length, 'row'),
    ...(other.length === 0 ? [] : [`of them in the other mode: ${other.length}`]),
    ...late.map(
      ({ id, now }) => `${id} ${words[now]} at Stripe: the row is late, and opens nothing`,
    ),
    ...(unasked === 0 ? [] : [`and ${unasked} more that Stripe did not list`]),
  ]
}

function tellUsers(users: readonly AuthUser[]): string[] {
  if (users.length === 0) return ['no user: nobody has asked for an email to this address']
  return users.flatMap(({ id, createdAt, confirmedAt, lastSignInAt, emailedAt, ways }) => [
    `user ${id}, since ${timeOf(createdAt ?? '')}${ways === null ? '' : `, by ${ways}`}`,
    `  last email ${emailedAt === null ? 'used or never sent' : timeOf(emailedAt)}; ${confirmedAt === null ? 'address never confirmed' : 'address confirmed'}`,
    `  last sign-in ${lastSignInAt === null ? 'never' : timeOf(lastSignInAt)}`,
  ])
}

function tellAccounts(accounts: readonly CreditAccount[]): string[] {
  if (accounts.length === 0) return ['nothing is recorded under this address']
  return accounts.flatMap(({ id, livemode, purchases, open, undecided, tokens, ...credits }) => [
    `account ${id}, in ${livemode ? 'live' : 'test'} mode`,
    `  ${count(purchases, 'line')} bought or given, ${open} of them open something now`,
    ...(undecided === 0 ? [] : [`  ${count(undecided, 'paid line')} undecided (npm run doctor)`]),
    `  ${count(credits.balance, 'credit')}${credits.owed === 0 ? '' : `, ${credits.owed} owed`}; ${count(credits.charges, 'charge')} in 90 days`,
    ...tokens.map(
      ({ name, lastFour, spent, spendLimit, lastUsedOn }) =>
        `  token "${name}" ending ${lastFour}: spent ${spent}${spendLimit === null ? '' : ` of ${spendLimit}`}, ${lastUsedOn === null ? 'never used' : `last used on ${lastUsedOn}`}`,
    ),
  ])
}
