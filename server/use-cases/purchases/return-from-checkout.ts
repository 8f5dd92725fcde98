import type { PurchaseResponse } from '../../contract/purchase.ts'
import { GatewayError } from '../../errors.ts'
import type { StripeReturns } from '../../gateways/stripe/sales/returns.ts'
import type {
  RecordedReturn,
  ReturnBearer,
  ReturnRecords,
} from '../../gateways/supabase/return-records.ts'
import { parseReturn } from '../../rules/purchases/parse-return.ts'
import { returnStatus } from '../../rules/purchases/return-status.ts'
import type { ReturnedSale } from '../../rules/purchases/returned-sale.ts'
import { isOver, isTakenBack, openLinesOf } from '../../rules/purchases/returned-sale.ts'
import type { Misses } from './misses.ts'

export type ReturnWorld = {
  returns: StripeReturns
  records: ReturnRecords
  misses: Misses
  livemode: boolean
  /** Milliseconds. */
  now: () => number
}

/**
 * What became of an order, asked by the browser that comes back from paying: it is recorded at once, with no webhook.
 * Says nothing of a person: the id proves paying, and no address.
 *
 * @param request the raw JSON body, and the network that it came from
 * @throws every code of `POST /api/purchase` in docs/errors.md
 */
export async function returnFromCheckout(
  world: ReturnWorld,
  request: { body: string; network: string },
): Promise<PurchaseResponse> {
  const session = parseReturn(request.body, world.livemode)
  const find = () =>
    world.misses.guard(session, request.network, () => world.returns.findReturn(session))
  const sale = await find()
  const now = Math.floor(world.now() / 1000)
  const status = returnStatus(sale)
  if (status !== 'paid') return { status, items: itemsOf(sale, []) }
  const knownSince = sale.paidAt ?? sale.startedAt
  if (knownSince !== null && isOver(knownSince, now)) throw over()
  const { read, access, credits, recordedAt, token, countsFor } = await record(world, sale, find)
  if (isOver(knownSince ?? recordedAt ?? now, now)) throw over()
  const open = openLinesOf(read, now)
  return {
    status,
    items: itemsOf(
      read,
      access.map((names, at) => (open[at] === true ? names : [])),
      credits,
    ),
    ...(token === null ? {} : { token }),
    ...(countsFor === null ? {} : { countsFor }),
  }
}

const mostReads = 5

/** Records a sale, and reads it again under a ticket where somebody recorded another state of it before. */
async function record(
  world: ReturnWorld,
  sale: ReturnedSale,
  find: () => Promise<ReturnedSale>,
): Promise<RecordedReturn & { read: ReturnedSale }> {
  // A first record needs no ticket: one call less for nearly everybody.
  const told = await recordWhole(world, sale, 0)
  if (!told.isBehind) return told
  for (let reads = 1; reads < mostReads; reads += 1) {
    const ticket = await world.records.takeReadTicket()
    const read = await find()
    const again = await recordWhole(world, read, ticket)
    if (!again.isBehind) return again
  }
  throw new GatewayError(
    'database_unavailable',
    `others were writing a purchase each of the ${mostReads} times it was read`,
  )
}

/** With its payments, where credits depend on them: one call less for everybody else. */
async function recordWhole(
  { records, returns }: ReturnWorld,
  sale: ReturnedSale,
  ticket: number,
): Promise<RecordedReturn & { read: ReturnedSale }> {
  const told = await records.recordReturn(sale, ticket, bearerOf(sale))
  if (!told.wantsPayments) return { ...told, read: sale }
  const read = await returns.withPayments(sale)
  return { ...(await records.recordReturn(read, ticket, bearerOf(read))), read }
}

/** What was given back whole has no token, as far as is known. */
function bearerOf(sale: ReturnedSale): ReturnBearer | null {
  const { session, paidAt, startedAt } = sale
  if (isTakenBack(sale)) return null
  return { session: session.id, reference: session.reference, since: paidAt ?? startedAt }
}

function itemsOf(
  { lines }: ReturnedSale,
  access: string[][],
  credits: (number | null)[] = [],
): PurchaseResponse['items'] {
  return lines.map(({ name, quantity }, at) => ({
    name,
    quantity,
    access: access[at] ?? [],
    credits: credits[at] ?? null,
  }))
}

function over(): GatewayError {
  return new GatewayError('session_expired', 'it was paid more than an hour ago')
}
