import { readCheckout, readInvoice, readSubscription } from '../../rules/purchases/read-sale.ts'
import type { CheckoutSale } from '../../rules/purchases/sale.ts'
import type { SubjectWorld } from '../subject.ts'
import { recordSource } from './record-source.ts'

/**
 * Reads again whatever an id leads to, and records it: a session, a subscription, an invoice, or what a charge, a refund
 * or a dispute was paid for.
 * @param first the first ticket: after whatever it is read for
 * @returns whether this key knows it
 */
export async function refreshPurchase(
  world: SubjectWorld,
  id: string,
  first: number,
): Promise<boolean> {
  switch (id.slice(0, id.indexOf('_'))) {
    case 'cs':
      return (await refreshSession(world, id, first)) !== null
    case 'sub':
      return refreshSubscription(world, id, first)
    case 'in':
      return refreshInvoice(world, id, first)
    default: {
      const sources = await world.sales.findSources(id)
      if (sources === null) return false
      await untilAllEnd([
        ...sources.sessions.map((session) => refreshSession(world, session, first)),
        ...sources.invoices.map((invoice) => refreshInvoice(world, invoice, first)),
      ])
      return true
    }
  }
}

/**
 * Reads a Checkout Session again and records what it sold; for a subscription's, the subscription and its first invoice.
 * @returns the session as it is now; `null`: this key knows none
 */
export async function refreshSession(
  world: SubjectWorld,
  id: string,
  first: number,
): Promise<CheckoutSale | null> {
  let session: CheckoutSale | null = null
  await recordSource(world, first, async () => {
    session = await world.sales.findSession(id)
    return session && readCheckout(session)
  })
  const { subscription = null, invoice = null } = session ?? ({} as Partial<CheckoutSale>)
  await untilAllEnd([
    ...(subscription === null ? [] : [refreshSubscription(world, subscription, first)]),
    ...(subscription === null || invoice === null ? [] : [refreshInvoice(world, invoice, first)]),
  ])
  return session
}

async function refreshSubscription(
  world: SubjectWorld,
  id: string,
  first: number,
): Promise<boolean> {
  let isKnown = false
  await recordSource(world, first, async () => {
    const sale = await world.sales.findSubscription(id)
    isKnown = sale !== null
    return sale && readSubscription(sale)
  })
  return isKnown
}

async function refreshInvoice(world: SubjectWorld, id: string, first: number): Promise<boolean> {
  let isKnown = false
  await recordSource(world, first, async (withPayments) => {
    const sale = await world.sales.findInvoice(id, withPayments)
    isKnown = sale !== null
    return sale && readInvoice(sale)
  })
  return isKnown
}

/** Nothing goes on behind the back of whoever is told that it failed. @throws what the first one threw */
async function untilAllEnd(tasks: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(tasks)
  const failed = ended.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
