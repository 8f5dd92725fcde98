import type { Account } from '../account.ts'
import { secondsOf } from '../account.ts'
import { amountWords } from '../amount-words.ts'
import type { Params } from '../api/params.ts'
import { chargeInvoice } from '../objects/billing/collect.ts'
import { invoiceObject } from '../objects/invoices/invoice.ts'
import { invoicesOf } from '../objects/invoices/invoices.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'
import { errorPage } from './page.ts'

/** The hosted page of an invoice: says what is owed, and takes the payment, with a card that works. */
export function answerInvoice(
  accounts: readonly Account[],
  { id, form }: { id: string; form: Params | null },
): Page {
  const account = accounts.find((candidate) => invoicesOf(candidate).find(id))
  const record = account && invoicesOf(account).find(id)
  if (!record || record.status === 'draft') return errorPage(404, "This invoice doesn't exist.")
  if (form?.['do'] === 'pay' && record.status === 'open') {
    chargeInvoice(account, record, { at: secondsOf(account), outcome: 'succeeds' })
    return { location: id }
  }
  const invoice = invoiceObject(account, record)
  const title = `Invoice ${invoice.number}`
  const lines = invoice.lines.data.map(
    ({ description, amount, currency }) =>
      html`<li><span>${description}</span> <span>${amountWords(amount, currency)}</span></li>`,
  )
  return {
    status: 200,
    body: layout({
      title,
      content: html`<h1>${title}</h1>
        <section>
          <p>${amountWords(invoice.amount_due, invoice.currency)}, ${invoice.status}</p>
          <ul class="rows">
            ${lines}
          </ul>
          ${
            invoice.status === 'open' &&
            html`<form method="post"><button name="do" value="pay">Pay</button></form>`
          }
        </section>`,
    }),
  }
}
