import type { PurchaseResponse } from '../../contract/purchase.ts'
import { GatewayError } from '../../errors.ts'
import type { StripeReturns } from '../../gateways/stripe/sales/returns.ts'
import type { ReturnRecords } from '../../gateways/supabase/return-records.ts'
import { parseReturn } from '../../rules/purchases/parse-return.ts'
import { isPaid } from '../../rules/purchases/read-sale.ts'
import type { ReturnedSale } from '../../rules/purchases/returned-sale.ts'
import { isOver, openLinesOf } from '../../rules/purchases/returned-sale.ts'
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
  const sale = await world.misses.guard(session, request.network, () =>
    world.returns.findReturn(session),
  )
  const now = Math.floor(world.now() / 1000)
  const status = statusOf(sale)
  if (status !== 'paid') return { status, items: itemsOf(sale, []) }
  const knownSince = sale.paidAt ?? sale.startedAt
  if (knownSince !== null && isOver(knownSince, now)) throw over()
  const { access, recordedAt } = await world.records.recordReturn(sale)
  if (isOver(knownSince ?? recordedAt ?? now, now)) throw over()
  const open = openLinesOf(sale, now)
  return {
    status,
    items: itemsOf(
      sale,
      access.map((names, at) => (open[at] === true ? names : [])),
    ),
  }
}

function statusOf({ session }: ReturnedSale): PurchaseResponse['status'] {
  if (isPaid(session)) return 'paid'
  if (session.status === 'complete') return 'processing'
  return session.status === 'expired' ? 'expired' : 'open'
}

function itemsOf({ lines }: ReturnedSale, access: string[][]): PurchaseResponse['items'] {
  return lines.map(({ name, quantity }, at) => ({
    name,
    quantity,
    access: access[at] ?? [],
    credits: null,
  }))
}

function over(): GatewayError {
  return new GatewayError('session_expired', 'it was paid more than an hour ago')
}
