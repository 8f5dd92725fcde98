import type { InvoiceSale } from '#server/rules/purchases/sale.ts'
import type { Broken } from '../../sales/stage/broken.ts'
import type { SalesCast } from '../../sales/stage/sales-stage.ts'

type Line = InvoiceSale['lines'][number]
const promise = 'private.promise_of(boolean, jsonb)'

/** Money of a line, reckoned otherwise. */
const withMoney = (
  change: (line: Line, lines: Line[]) => { paid: number; cost: number },
): Broken => ({
  cast: (cast: SalesCast): SalesCast => ({
    ...cast,
    sales: {
      ...cast.sales,
      async findInvoice(id, withPayments) {
        const sale = await cast.sales.findInvoice(id, withPayments)
        const lines = sale?.lines.map((line) => ({
          ...line,
          money: line.money && { ...line.money, ...change(line, sale.lines) },
        }))
        return sale && { ...sale, lines: lines ?? [] }
      },
    },
  }),
})

const sum = (lines: Line[]) => lines.reduce((total, { amount }) => total + amount, 0)
const kept = ({ money }: Line) => ({ paid: money?.paid ?? 0, cost: money?.cost ?? 1 })

/** Each rule that the money of a line rests on, and how it looks without it. */
export const brokenGrants: Record<string, Broken> = {
  'a line grants for its list price': withMoney(() => ({ paid: 1, cost: 1 })),
  "a customer's balance counts as money": withMoney((line, lines) => {
    const { cost } = kept(line)
    return { paid: Math.max(0, Math.min(sum(lines), cost)), cost }
  }),
  'what is given back is not taken off': withMoney((line) => {
    const { cost } = kept(line)
    return line.amount > 0 ? { paid: cost, cost } : kept(line)
  }),
  'a trial counts as paid': withMoney((line) =>
    line.amount === 0 ? { paid: 1, cost: 1 } : kept(line),
  ),
  'a change of plan that a discount pays counts as paid': withMoney((line) => {
    const { paid, cost } = kept(line)
    return line.amount > 0 && cost === 1 ? { paid: 1, cost } : { paid, cost }
  }),
  'a part of a period counts as a whole one': {
    sql: [promise, 'coalesce(elapsed, 1)', 'coalesce(whole, 1)'],
  },
  'a rest counts as if its period began with it': {
    sql: [promise, 'if line.is_prorated then', 'if false then'],
  },
}
