import type { Account } from '../account.ts'
import { chargesOf } from '../objects/payments/payments.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'
import { errorPage } from './page.ts'
import { amountWords } from './words.ts'

/** The receipt of a charge, as it is now. */
export function answerReceipt(accounts: readonly Account[], id: string): Page {
  const charge = accounts.map((account) => chargesOf(account).find(id)?.object).find(Boolean)
  if (!charge) return errorPage(404, "This receipt doesn't exist.")
  const title = `Receipt ${charge.receipt_number}`
  const { amount, amount_refunded: refunded, currency } = charge
  const content = html`<h1>${title}</h1>
    <section>
      <p>${amountWords(amount, currency)} paid</p>
      ${refunded > 0 && html`<p>${amountWords(refunded, currency)} refunded</p>`}
    </section>`
  return { status: 200, body: layout({ title, content }) }
}
