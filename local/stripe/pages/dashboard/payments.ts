import type { Account } from '../../account.ts'
import { amountWords } from '../../amount-words.ts'
import type { ChargeRecord } from '../../objects/payments/charges.ts'
import { chargesOf } from '../../objects/payments/charges.ts'
import type { DisputeRecord } from '../../objects/payments/dispute.ts'
import { canStep, disputesOf, disputeSteps } from '../../objects/payments/disputes.ts'
import { getIntent } from '../../objects/payments/intents.ts'
import type { RefundRecord } from '../../objects/payments/refunds.ts'
import { refundsOf } from '../../objects/payments/refunds.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { momentWords } from '../words.ts'

const shown = 20

/** The newest payments, with what can still happen to them. */
export function paymentsSection(account: Account): Html {
  const newest = chargesOf(account).sorted().slice(-shown).toReversed()
  return html`<section>
    <h2>Payments (${chargesOf(account).size()})</h2>
    <ul class="rows">
      ${newest.map((record) => chargeRow(account, record))}
    </ul>
    ${newest.length === 0 && html`<p>None yet.</p>`}
  </section>`
}

function chargeRow(account: Account, record: ChargeRecord): Html {
  const { id, intent, created, status, amountRefunded, isDisputed } = record
  const { amount, currency, email } = getIntent(account, intent)
  const left = amount - amountRefunded
  const refunds = refundsOf(account)
    .sorted()
    .filter(({ charge }) => charge === id)
  const disputes = disputesOf(account)
    .sorted()
    .filter(({ charge }) => charge === id)
  return html`<li>
    <div>
      <strong>${amountWords(amount, currency)}</strong> ${email ?? 'nobody'}:
      ${status}${amountRefunded > 0 && html`, ${amountWords(amountRefunded, currency)} refunded`}<br />
      <span class="note">${momentWords(created)}, ${id}</span>
      ${refunds.map((refund) => refundLine(refund, currency))}
      ${disputes.map((dispute) => disputeLine(dispute))}
    </div>
    ${status === 'pending' && pendingForm(intent)}
    ${status === 'succeeded' && !isDisputed && left > 0 && chargeForm(id)}
  </li>`
}

function chargeForm(charge: string): Html {
  return html`<form method="post" action="payments">
    <input type="hidden" name="charge" value="${charge}" />
    <button class="quiet" name="do" value="refund" aria-label="Refund ${charge}">Refund</button>
    <button class="quiet" name="do" value="refund_half" aria-label="Refund half of ${charge}">
      Refund half
    </button>
    <button class="quiet" name="do" value="inquire" aria-label="Inquire about ${charge}">
      Bank asks
    </button>
    <button class="danger" name="do" value="dispute" aria-label="Dispute ${charge}">Dispute</button>
  </form>`
}

function pendingForm(intent: string): Html {
  return html`<form method="post" action="payments">
    <input type="hidden" name="intent" value="${intent}" />
    <button class="quiet" name="do" value="money_arrives">The money arrives</button>
    <button class="danger" name="do" value="money_fails">It does not</button>
  </form>`
}

function refundLine({ id, amount, status }: RefundRecord, currency: string): Html {
  return html`<form method="post" action="payments">
    <input type="hidden" name="refund" value="${id}" />
    Refund of ${amountWords(amount, currency)}: ${status}
    ${
      status !== 'failed' &&
      html`<button class="quiet" name="do" value="fail_refund" aria-label="Let ${id} fail">
        It fails
      </button>`
    }
  </form>`
}

function disputeLine(record: DisputeRecord): Html {
  const steps = disputeSteps.filter((step) => canStep(record, step))
  return html`<form method="post" action="payments">
    <input type="hidden" name="dispute" value="${record.id}" />
    <input type="hidden" name="do" value="step_dispute" />
    Dispute: ${record.status}
    ${steps.map((step) => html`<button class="quiet" name="step" value="${step}">${step}</button>`)}
  </form>`
}
