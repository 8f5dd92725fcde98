import type { SyncPlace } from '../services/supabase-data.ts'
import type { World } from '../world.ts'
import type { Check, Finding } from './check.ts'
import { ok, takes, unknown } from './guarded.ts'
import { orNoTable } from './no-table.ts'

/** Twenty calls. Beyond that, the last full pass is trusted. */
const mostCounted = 2000
const hour = 3_600_000
const minute = 60_000

/** The table has every customer of this mode. */
export const tableFilled: Check = {
  name: 'table_filled',
  group: 'table',
  async look(world) {
    const seen = await readTable(world)
    if (typeof seen === 'string') return [unknown('the table', seen)]
    const { counts, place, kept, stripe, livemode } = seen
    if (place?.passedAt === null || place?.passedAt === undefined)
      return [
        {
          level: 'fault',
          says: 'the table was never filled',
          why: 'customers without a webhook are found one by one, when they sign in',
          remedy: 'run `npm run sync`; the scheduled run fills it too, but slowly',
        },
      ]
    const findings = judgeClock(world.now(), place)
    const hours = Math.round((world.now() - place.passedAt) / hour)
    if (findings.length === 0 && hours > 48)
      findings.push({
        level: 'warning',
        says: `the last full pass ended ${hours} hours ago`,
        why: 'the scheduled function makes one a day, and does not come to its end',
        remedy: clockLog,
      })
    const waits = kept.since === null ? 0 : Math.round((world.now() - kept.since) / minute)
    // Two turns of the clock may pass it by, if Stripe is slow.
    if (waits > 30)
      findings.push({
        level: 'warning',
        says: `webhooks that wait for the clock: ${kept.letters}, the oldest for ${waits} minutes`,
        why: 'Stripe let nobody read their customers when they came: these rows may be late',
        remedy: `run \`npm run sync\`; if the number grows, ${clockLog}`,
      })
    const { count, isAll } = await stripe.countCustomers(mostCounted)
    if (isAll && count !== counts.customers)
      findings.push({
        level: 'warning',
        says: `the table has ${counts.customers} customers, Stripe lists ${count}`,
        why: 'a missing customer is found only when they sign in',
        remedy: 'run `npm run sync -- --full`; a change of this minute may still be on its way',
      })
    if (findings.length > 0) return findings
    const mode = livemode ? 'live' : 'test'
    return [
      ok(
        isAll
          ? `the table has all ${count} customers of ${mode} mode`
          : `the table has ${counts.customers} customers; the last full pass ended ${hours} hours ago (Stripe lists more than ${mostCounted}: not counted)`,
      ),
    ]
  },
}

const clockLog = 'Netlify > Logs > Functions > sync-customers; it runs only on the published deploy'

/** Every turn of the clock notes its place, even if there is nothing to do. */
function judgeClock(now: number, { updatedAt }: SyncPlace): Finding[] {
  const minutes = Math.round((now - updatedAt) / minute)
  if (minutes < 60) return []
  const hours = Math.round(minutes / 60)
  return [
    {
      level: 'warning',
      says: `the clock has been silent for ${hours === 1 ? 'an hour' : `${hours} hours`}`,
      why: 'every ten minutes it should read what webhooks missed, and keep a free project awake',
      remedy: clockLog,
    },
  ]
}

/** Every customer has an address that can be proved. */
export const addresses: Check = {
  name: 'addresses',
  group: 'table',
  async look(world) {
    const seen = await readTable(world)
    if (typeof seen === 'string') return [unknown('the addresses', seen)]
    const { counts } = seen
    const shared = ok(
      `addresses with more than one customer: ${counts.sharedAddresses} of ${counts.addresses}`,
    )
    if (counts.unreachable === 0) return [shared]
    return [
      shared,
      {
        level: 'warning',
        says: `customers that nobody can reach: ${counts.unreachable}`,
        why: 'they have no address, or one with non-ASCII letters, to which Supabase sends no email',
        remedy: 'Stripe > Customers: give them an address if you know it',
      },
    ]
  },
}

/** What there is to judge, or what it takes to see it. */
async function readTable({ data, stripe, livemode }: World) {
  if (data === null) return takes.data
  if (stripe === null || livemode === null) return takes.stripe
  return orNoTable(async () => ({
    stripe,
    livemode,
    counts: await data.countCustomers(livemode),
    place: await data.findSyncPlace(livemode),
    kept: await data.countKeptLetters(livemode),
  }))
}
