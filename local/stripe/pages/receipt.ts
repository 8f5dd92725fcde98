import type { Account } from '../account.ts'
import { amountWords } from '../amount-words.ts'
import { chargeObject, chargesOf } from '../objects/payments/charges.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'
import { errorPage } from './page.ts'

/** The receipt of a charge, as it is now. */
export function answerReceipt(accounts: readonly Account[], id: string): Page {
  const account = accounts.find((candidate) => chargesOf(candidate).find(id))
  const record = account && chargesOf(account).find(id)
  const charge = record && chargeObject(account, record)
  if (!charge || charge.receipt_url === null) return errorPage(404, "This receipt doesn't exist.")
  const title = `Receipt ${charge.receipt_number}`
  const { amount, amount_refunded: refunded, currency } = charge
  const content = html`<h1>${title}</h1>
    <section>
      <p>${amountWords(amount, currency)} paid</p>
      ${charge.description !== null && html`<p>${charge.description}</p>`}
      ${refunded > 0 && html`<p>${amountWords(refunded, currency)} refunded</p>`}
    </section>`
  return { status: 200, body: layout({ title, content }) }
}
