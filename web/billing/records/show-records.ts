import type { Page } from '../../state.ts'
import { fill } from '../../words/fill.ts'
import { formatMoney } from '../../words/format.ts'
import { askForInvoices, askForOrders } from './ask-for-records.ts'
import { fillWithRecords } from './record-list.ts'
import type { ShowRecords } from './show.ts'

/** The invoices of one customer. Loaded with the first press that wants them. */
export function showInvoices(page: Page, customer: string): ShowRecords {
  const { text, locale } = page
  const { records } = text
  const { paid, open, uncollectible } = records
  const statuses: Record<string, string | undefined> = {
    paid,
    open,
    uncollectible,
    void: records.void,
  }
  return (place, run) =>
    fillWithRecords(page, {
      place,
      run,
      none: records.none,
      async ask(asking, after) {
        const order = after === null ? { customer } : { customer, after }
        const { invoices, next } = await askForInvoices(asking, order)
        const rows = invoices.map((invoice) => ({
          at: invoice.at,
          title: invoice.number,
          amount: formatMoney(locale, invoice.amountMinor, invoice.currency),
          note: statuses[invoice.status ?? ''] ?? invoice.status,
          links: [
            { words: records.pdf, url: invoice.pdfUrl },
            { words: records.page, url: invoice.pageUrl },
          ],
        }))
        return { rows, next }
      },
    })
}

/** What was bought as a guest under the proven address. */
export function showOrders(page: Page): ShowRecords {
  const { text, locale } = page
  const { records } = text
  return (place, run) =>
    fillWithRecords(page, {
      place,
      run,
      none: records.noOrders,
      async ask(asking, after) {
        const { orders, next } = await askForOrders(asking, after === null ? {} : { after })
        const rows = orders.map(({ at, lines, total, refundedMinor, receiptUrl, invoiceUrl }) => {
          const names = lines?.map(({ name }) => name).filter(Boolean) ?? []
          const money = (amountMinor: number) => formatMoney(locale, amountMinor, total.currency)
          return {
            at,
            title:
              names.length === 0 ? null : new Intl.ListFormat(text.page.language).format(names),
            amount: money(total.amountMinor),
            note: refundedMinor ? fill(records.refunded, { amount: money(refundedMinor) }) : null,
            links: [
              { words: records.receipt, url: receiptUrl },
              { words: records.page, url: invoiceUrl },
            ],
          }
        })
        return { rows, next }
      },
    })
}
