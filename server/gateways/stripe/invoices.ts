import type Stripe from 'stripe'
import type { Invoice } from '../../contract/invoices.ts'
import { GatewayError } from '../../errors.ts'
import type { CustomerId } from '../../rules/proved.ts'
import { toIso } from '../../rules/subscription/to-iso.ts'
import { createAsk } from './ask.ts'
import type { StripeClient } from './client.ts'
import { isMissing } from './fault.ts'

/** Stripe's invoices, asked for when somebody looks, and kept nowhere. */
export type StripeInvoices = {
  /**
   * The newest twenty of a customer, or those before the cursor; drafts are left out.
   * @throws `body_invalid` if the cursor is gone; `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`,
   * `config_missing`
   */
  listInvoices(
    customer: CustomerId,
    after: string | null,
  ): Promise<{ invoices: Invoice[]; next: string | null }>
}

const pageSize = 20

export function createStripeInvoices(client: StripeClient): StripeInvoices {
  const ask = createAsk(client)
  return {
    listInvoices: (customer, after) =>
      ask('GET /v1/invoices', async (stripe) => {
        try {
          const { data, has_more: hasMore } = await stripe.invoices.list({
            customer,
            limit: pageSize,
            ...(after === null ? {} : { starting_after: after }),
          })
          return {
            invoices: data.filter(({ status }) => status !== 'draft').map(toInvoice),
            next: hasMore ? (data.at(-1)?.id ?? null) : null,
          }
        } catch (error) {
          if (after !== null && isMissing(error))
            throw new GatewayError('body_invalid', '"after" names no invoice', { cause: error })
          throw error
        }
      }),
  }
}

function toInvoice(invoice: Stripe.Invoice): Invoice {
  return {
    number: invoice.number,
    at: toIso(invoice.status_transitions.finalized_at ?? invoice.created),
    amountMinor: invoice.total,
    currency: invoice.currency,
    status: invoice.status,
    pdfUrl: invoice.invoice_pdf ?? null,
    pageUrl: invoice.hosted_invoice_url ?? null,
  }
}
