import { readCheckout, readInvoice, readSubscription } from '../../rules/purchases/read-sale.ts'
import type { PurchaseRead } from '../../rules/purchases/sale.ts'
import type { PassPlace } from '../../rules/sync/sync-state.ts'
import type { PassWorld, SubjectPass } from '../subject.ts'
import { recordRead } from './record-source.ts'
import { refreshPurchase } from './refresh-purchase.ts'

const daySeconds = 86_400
/** A yearly plan's last payment, and a month more for what is refunded late. */
const lookBackSeconds = 400 * daySeconds
/** Writes under way at once: the Data API has ten connections. */
const mostAtOnce = 8

type Page = { count: number; last: string | null }
type List = (world: PassWorld, place: Place) => Promise<Page>
/** `since`: of what is listed whole; `lately`: of what happened since the last pass. Unix seconds. */
type Place = { since: number | null; lately: number; after: string | null }

/** In this order: what was refunded is in the table before its refunds are listed. */
const lists: [stage: string, list: List][] = [
  [
    'sessions',
    (world, { since, after }) => whole(world, 'listSessions', { since, after }, readCheckout),
  ],
  [
    'subscriptions',
    (world, { after }) =>
      whole(world, 'listSubscriptions', { since: null, after }, readSubscription),
  ],
  [
    'invoices',
    (world, { since, after }) => whole(world, 'listInvoices', { since, after }, readInvoice),
  ],
  ['refunds', (world, { lately, after }) => rung(world, 'listRefunds', { since: lately, after })],
  ['disputes', (world, { lately, after }) => rung(world, 'listDisputes', { since: lately, after })],
]

/**
 * Lists what was sold: everything at first, later the last 400 days, all subscriptions, and what was refunded or
 * disputed since the last pass less a day. Keeps its place after each page.
 */
export const passPurchases: SubjectPass = async (world, place, save) => {
  const beganAt = place.beganAt ?? Math.floor(world.now() / 1000)
  const since = place.passedAt === null ? null : beganAt - lookBackSeconds
  const lately = (place.passedAt ?? beganAt) - daySeconds
  const first = Math.max(
    0,
    lists.findIndex(([stage]) => stage === place.stage),
  )
  let after = place.after
  for (const [at, [stage, list]] of lists.entries()) {
    if (at < first) continue
    do {
      const { count, last } = await list(world, { since, lately, after })
      after = last
      const next: PassPlace = { passedAt: place.passedAt, stage, after, beganAt }
      if (last === null) next.stage = lists[at + 1]?.[0] ?? null
      if (next.stage === null) Object.assign(next, { passedAt: beganAt, beganAt: null })
      await save(next, count)
    } while (after !== null)
  }
}

type Lists = PassWorld['lists']
type Sale<Name extends keyof Lists> = Awaited<ReturnType<Lists[Name]>>['sales'][number]

/** A page of what is listed as a whole. */
async function whole<Name extends 'listSessions' | 'listSubscriptions' | 'listInvoices'>(
  world: PassWorld,
  name: Name,
  place: { since: number | null; after: string | null },
  read: (sale: Sale<Name>) => PurchaseRead | null,
): Promise<Page> {
  const ticket = await world.records.takeReadTicket()
  const { sales, last } = await world.lists[name](place)
  const reads = (sales as Sale<Name>[]).flatMap((sale) => read(sale) ?? [])
  await inTurns(reads, async (each) => {
    if ((await recordRead(world, each, ticket)) < ticket)
      await refreshPurchase(world, each.source, await world.records.takeReadTicket())
  })
  return { count: sales.length, last }
}

/** A page of what only names what to read again. */
async function rung(
  world: PassWorld,
  name: 'listRefunds' | 'listDisputes',
  place: { since: number; after: string | null },
): Promise<Page> {
  const ticket = await world.records.takeReadTicket()
  const { sales: ids, last } = await world.lists[name](place)
  await inTurns(ids, async (id) => void (await refreshPurchase(world, id, ticket)))
  return { count: ids.length, last }
}

async function inTurns<Entry>(
  entries: Entry[],
  act: (entry: Entry) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < entries.length; at += mostAtOnce)
    await Promise.all(entries.slice(at, at + mostAtOnce).map(act))
}
