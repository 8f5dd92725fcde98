import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { orNoTable } from '../no-table.ts'
import { readOffers, unseen } from './read-offers.ts'

const again = 'run `npm run sync -- --full`; a change of this minute may still be on its way'
const mostNamed = 5

/** The page offers what is on offer at Stripe. */
export const catalogue: Check = {
  name: 'catalogue',
  group: 'table',
  async look({ data, stripe, livemode }) {
    const what = 'what the page offers'
    if (data === null) return [unknown(what, takes.data)]
    if (stripe === null || livemode === null) return [unknown(what, takes.stripe)]
    const found = await readOffers(stripe)
    if (found === null) return [ok(unseen)]
    const seen = await orNoTable(async () => ({
      place: await data.findSyncPlace(livemode, 'catalogue'),
      rows: await data.listOfferedPrices(livemode),
    }))
    if (typeof seen === 'string') return [unknown(what, seen)]
    const shown = new Set(seen.rows)
    // Of an archived product, nothing is shown; its own check says so.
    const offered = new Set(found.offered.map(({ id }) => id))
    const missing = [...offered.difference(shown)]
    const left = found.isAll ? [...shown.difference(offered)] : []
    if ((seen.place?.passedAt ?? null) === null) return [neverRead(missing.length > 0)]
    const findings: Finding[] = []
    if (missing.length > 0) findings.push(notShown(missing))
    if (left.length > 0) findings.push(stillShown(left))
    if (findings.length > 0) return findings
    return [ok(`the table has what is on offer: ${count(offered.size)}`)]
  },
}

function neverRead(isMissed: boolean): Finding {
  return {
    level: isMissed ? 'fault' : 'warning',
    says: 'products and prices were never read',
    why: isMissed
      ? 'the page does not show what you offer'
      : 'names of access that you set at Stripe are known only once somebody buys',
    remedy: 'run `npm run sync`; the scheduled run reads them too',
  }
}

function notShown(missing: readonly string[]): Finding {
  return {
    level: 'fault',
    says: `on offer at Stripe, and not in the table: ${name(missing)}`,
    why: 'the page does not show it',
    remedy: again,
  }
}

function stillShown(left: readonly string[]): Finding {
  return {
    level: 'fault',
    says: `no longer on offer at Stripe, and still in the table: ${name(left)}`,
    why: 'the page goes on showing it',
    remedy: again,
  }
}

function name(ids: readonly string[]): string {
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : ''
  return `${ids.slice(0, mostNamed).join(', ')}${more}`
}

function count(prices: number): string {
  return prices === 0 ? 'nothing' : prices === 1 ? 'one price' : `${prices} prices`
}
