import type Stripe from 'stripe'
import { toSubscriptionSale } from '#server/gateways/stripe/sales/convert.ts'
import type { CheckoutSale } from '#server/rules/purchases/sale.ts'
import type { SalesCast, SalesStage } from './sales-stage.ts'

/** A rule that is not kept: in what the handlers see, in the database's own functions, or both. */
export type Broken = {
  cast?: (cast: SalesCast, stage: SalesStage) => SalesCast
  /** The function, words of it, and what is there instead. */
  sql?: [signature: string, out: string, by: string]
}

const record = 'public.record_purchase(boolean, jsonb, bigint)'
const recordReturn = 'public.record_return(boolean, jsonb, bigint)'
const fresh = "fresh := pg_catalog.nextval('private.read_tickets')"

type Sales = SalesCast['sales']
const withSales = (change: (sales: Sales, stage: SalesStage) => Partial<Sales>) => ({
  cast: (cast: SalesCast, stage: SalesStage): SalesCast => ({
    ...cast,
    sales: { ...cast.sales, ...change(cast.sales, stage) },
  }),
})
type Write = SalesCast['purchases']['recordPurchase']
const withWrite = (change: (write: Write, cast: SalesCast) => Write) => ({
  cast: (cast: SalesCast): SalesCast => {
    const recordPurchase = change(cast.purchases.recordPurchase, cast)
    const recordPurchases: SalesCast['purchases']['recordPurchases'] = (reads, ticket) =>
      Promise.all(reads.map((read) => recordPurchase(read, ticket)))
    return { ...cast, purchases: { recordPurchase, recordPurchases } }
  },
})

/** Each rule that the record of sales rests on, and how it looks without it. */
export const brokenRules: Record<string, Broken> = {
  'a read is taken whatever its ticket': {
    sql: [record, 'if ticket <= standing.last_ticket then', 'if false then'],
  },
  'a row keeps the number that was drawn before the read': {
    sql: [record, fresh, 'fresh := ticket'],
  },
  'ticket 0 is taken where a row is there': {
    sql: [
      record,
      'if ticket <= standing.last_ticket then',
      'if ticket > 0 and ticket <= standing.last_ticket then',
    ],
  },
  'the ticket is drawn after the read': withWrite((write, { records }) => async (read, ticket) => {
    const told = await write(read, ticket === 0 ? 0 : await records.takeReadTicket())
    return told
  }),
  'whoever is overtaken is done': withWrite((write) => async (read, ticket) => {
    const told = await write(read, ticket)
    return told.outcome === 'overtaken' ? { ...told, readTicket: 9e15 } : told
  }),
  'an event is believed': withSales((_, { stripe }) => ({
    async findSubscription(id) {
      // As the first event told of it.
      const told = stripe.events().findLast(({ data }) => (data.object as { id: string }).id === id)
      const subscription = told!.data.object as Stripe.Subscription
      return toSubscriptionSale(subscription, subscription.items.data)
    },
  })),
  'a purchase stays where its customer was': {
    sql: [
      'private.move_purchases()',
      'where kept.customer = moved.customer and not kept.is_referenced;',
      'where false;',
    ],
  },
  'a customer who is not recorded yet makes a guest': withWrite((write) => async (read, ticket) => {
    const told = await write(read, ticket)
    return told.outcome === 'customer_unknown' ? write({ ...read, customer: null }, ticket) : told
  }),
  'an account that the order names is not heard': {
    sql: [
      record,
      "where kept.id = (read ->> 'reference')::uuid and kept.livemode = mode;",
      'where false;',
    ],
  },
  'the invoice of what was paid once counts, too': withSales(({ findInvoice }) => ({
    findInvoice: async (id) => withSubscription(await findInvoice(id)),
  })),
  'a subscription’s session counts, too': withSales(({ findSession }) => ({
    findSession: async (id) => paidOnce(await findSession(id)),
  })),
  'access ends when the clock says so': withWrite((write) => (read, ticket) => {
    const lines = read.lines.map((line) => ({
      ...line,
      accessUntil: line.accessUntil === null ? null : ('forever' as const),
    }))
    return write({ ...read, lines }, ticket)
  }),
  'what was refunded is added up by nobody': withSales(({ findSession }) => ({
    findSession: async (id) => unrefunded(await findSession(id)),
  })),
  'a charge leads nowhere': withSales(() => ({ findSources: async () => null })),
  'the pass lists no refunds': {
    cast: (cast) => ({
      ...cast,
      lists: { ...cast.lists, listRefunds: async () => ({ entries: [], last: null }) },
    }),
  },
  'the pass lists no subscriptions': {
    cast: (cast) => ({
      ...cast,
      lists: { ...cast.lists, listSubscriptions: async () => ({ entries: [], last: null }) },
    }),
  },
  'an item that left its subscription stays': {
    sql: [record, "set status = 'removed', access_until = null,", "set status = 'removed',"],
  },
  'a returning buyer is never read again': {
    sql: [recordReturn, "'is_behind', is_behind,", "'is_behind', false,"],
  },
}

const withSubscription = <Sale extends { isOfSubscription: boolean }>(sale: Sale | null) =>
  sale && { ...sale, isOfSubscription: true }

const paidOnce = (sale: CheckoutSale | null) =>
  sale && {
    ...sale,
    mode: 'payment',
    lines:
      sale.lines.length > 0
        ? sale.lines
        : [{ id: 'li_0', price: null, product: null, quantity: 1, money: null }],
  }

const unrefunded = (sale: CheckoutSale | null) =>
  sale && { ...sale, payments: sale.payments.map((payment) => ({ ...payment, refunded: 0 })) }

/** Breaks a rule. @returns puts it right again */
export async function breakRule(
  stage: SalesStage,
  { cast, sql }: Broken,
): Promise<() => Promise<void>> {
  const { database } = stage.supabase
  stage.breakRule = cast === undefined ? null : (sound) => cast(sound, stage)
  if (sql === undefined) return async () => void (stage.breakRule = null)
  const [signature, out, by] = sql
  const { rows } = await database.query<{ definition: string }>(
    'select pg_get_functiondef($1::regprocedure) as definition',
    [signature],
  )
  const sound = rows[0]!.definition
  if (sound.split(out).length !== 2) throw new Error(`"${out}" is not in one place of ${signature}`)
  await database.exec(sound.replace(out, by))
  return async () => {
    stage.breakRule = null
    await database.exec(sound)
  }
}
