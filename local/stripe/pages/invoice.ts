import type { Account } from '../account.ts'
import type { Params } from '../api/params.ts'
import { latestInvoiceOf, payInvoice } from '../objects/billing/invoices.ts'
import { subscriptionsOf } from '../objects/billing/subscriptions.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'
import { errorPage } from './page.ts'
import { amountWords } from './words.ts'

/** The hosted page of an invoice: says what is owed, and takes the payment. */
export function answerInvoice(
  accounts: readonly Account[],
  { id, form }: { id: string; form: Params | null },
): Page {
  const found = accounts
    .map((account) => ({
      account,
      record: subscriptionsOf(account).find(id.replace('in_', 'sub_')),
    }))
    .find(({ record }) => record !== null)
  const invoice = found?.record ? latestInvoiceOf(found.account, found.record) : null
  if (!found?.record || !invoice) return errorPage(404, "This invoice doesn't exist.")
  if (form?.['do'] === 'pay' && invoice.status === 'open') {
    payInvoice(found.account, found.record)
    return { location: id }
  }
  const title = `Invoice ${invoice.number}`
  return {
    status: 200,
    body: layout({
      title,
      content: html`<h1>${title}</h1>
        <section>
          <p>${amountWords(invoice.total, invoice.currency)}, ${invoice.status}</p>
          ${
            invoice.status === 'open' &&
            html`<form method="post"><button name="do" value="pay">Pay</button></form>`
          }
        </section>`,
    }),
  }
}
