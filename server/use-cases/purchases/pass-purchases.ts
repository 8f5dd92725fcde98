import type { SalesPage } from '../../gateways/stripe/sales/lists.ts'
import { readCheckout, readInvoice, readSubscription } from '../../rules/purchases/read-sale.ts'
import type { PurchaseRead } from '../../rules/purchases/sale.ts'
import type { PassPlace } from '../../rules/sync/sync-state.ts'
import type { PassWorld, SubjectPass } from '../subject.ts'
import { recordReads } from './record-source.ts'
import { refreshPurchase } from './refresh-purchase.ts'

const daySeconds = 86_400
/** A yearly plan's last payment, and a month more for what is refunded late. */
const lookBackSeconds = 400 * daySeconds
/** Written by one call: webhooks about any of them wait for it. */
const mostTogether = 25
/** Read by themselves at once: the Data API has ten connections. */
const mostAtOnce = 8

/** `since`: of what is listed whole; `lately`: of what happened since the last pass. Unix seconds. */
type Place = { since: number | null; lately: number; after: string | null }
/** What a list says of one: what to record (`null`: nothing counts yet), or that it has to be read by itself. */
type Entry = { id: string; read: PurchaseRead | null | 'by itself' }
type List = (world: PassWorld, place: Place) => Promise<{ entries: Entry[]; last: string | null }>

/** In this order: what was refunded is in the table before its refunds are listed. */
const lists: [stage: string, list: List][] = [
  [
    'sessions',
    async ({ lists }, { since, after }) =>
      toEntries(await lists.listSessions({ since, after }), readCheckout),
  ],
  [
    'subscriptions',
    async ({ lists }, { after }) =>
      toEntries(await lists.listSubscriptions({ since: null, after }), readSubscription),
  ],
  [
    'invoices',
    async ({ lists }, { since, after }) =>
      toEntries(await lists.listInvoices({ since, after }), readInvoice),
  ],
  [
    'refunds',
    async ({ lists }, { lately, after }) =>
      toEntries(await lists.listRefunds({ since: lately, after }), neverWhole),
  ],
  [
    'disputes',
    async ({ lists }, { lately, after }) =>
      toEntries(await lists.listDisputes({ since: lately, after }), neverWhole),
  ],
]

/**
 * Lists what was sold, and says since when it grants credits: everything at first, later the last 400 days, all subscriptions, and what was refunded or
 * disputed since the last pass less a day. Keeps its place after each page, and within one that can't be finished.
 */
export const passPurchases: SubjectPass = async (world, place, save) => {
  const beganAt = place.beganAt ?? Math.floor(world.now() / 1000)
  if (place.stage === null) await world.credits.beginCredits(beganAt)
  const since = place.passedAt === null ? null : beganAt - lookBackSeconds
  const lately = (place.passedAt ?? beganAt) - daySeconds
  const first = Math.max(
    0,
    lists.findIndex(([stage]) => stage === place.stage),
  )
  let after = place.after
  for (const [at, [stage, list]] of lists.entries()) {
    if (at < first) continue
    const running = { passedAt: place.passedAt, stage, beganAt }
    do {
      const keep = async (id: string, count: number) => save({ ...running, after: id }, count)
      const { count, last } = await takePage(
        world,
        () => list(world, { since, lately, after }),
        keep,
      )
      after = last
      const next: PassPlace = { ...running, after }
      if (last === null) next.stage = lists[at + 1]?.[0] ?? null
      if (next.stage === null) Object.assign(next, { passedAt: beganAt, beganAt: null })
      await save(next, count)
    } while (after !== null)
  }
}

/**
 * Lists a page and records what is on it.
 * @param keep told the last id that was recorded, and how many were, if the page can't be finished: what had to be read
 * by itself may have taken all the time there is, and must not be read again forever
 * @returns how many are on it, and the id to continue after
 */
async function takePage(
  world: PassWorld,
  list: () => ReturnType<List>,
  keep: (id: string, count: number) => Promise<void>,
): Promise<{ count: number; last: string | null }> {
  const ticket = await world.records.takeReadTicket()
  const { entries, last } = await list()
  let at = 0
  while (at < entries.length) {
    const turn = turnFrom(entries, at)
    try {
      await take(world, turn, ticket)
    } catch (error) {
      const before = entries[at - 1]
      if (before !== undefined) await Promise.allSettled([keep(before.id, at)])
      throw error
    }
    at += turn.length
  }
  return { count: entries.length, last }
}

/** The next ones, of which few have to be read by themselves. */
function turnFrom(entries: Entry[], at: number): Entry[] {
  const next = entries.slice(at, at + mostTogether)
  const alone = next.flatMap(({ read }, place) => (read === 'by itself' ? [place] : []))
  return next.slice(0, alone[mostAtOnce] ?? mostTogether)
}

async function take(world: PassWorld, turn: Entry[], ticket: number): Promise<void> {
  const reads = turn.flatMap(({ read }) => (read === null || read === 'by itself' ? [] : [read]))
  const late = await recordReads(world, reads, ticket)
  const again = turn.filter(({ read }) => read === 'by itself')
  await Promise.all(again.map(({ id }) => refreshPurchase(world, id, ticket)))
  for (const { source } of late)
    await refreshPurchase(world, source, await world.records.takeReadTicket())
}

function toEntries<Sale>(
  { entries, last }: SalesPage<Sale>,
  read: (sale: Sale) => PurchaseRead | null,
): { entries: Entry[]; last: string | null } {
  const toEntry = ({ id, sale }: (typeof entries)[number]): Entry => {
    const found = sale && read(sale)
    return { id, read: sale === null ? 'by itself' : found && { ...found, isListed: true } }
  }
  return { entries: entries.map(toEntry), last }
}

function neverWhole(sale: never): never {
  return sale
}
