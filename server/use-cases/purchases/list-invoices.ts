import type { InvoicesResponse } from '../../contract/invoices.ts'
import { GatewayError } from '../../errors.ts'
import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { StripeInvoices } from '../../gateways/stripe/invoices.ts'
import { isUnderAddress } from '../../rules/customer.ts'
import { isCustomerId } from '../../rules/proved.ts'
import { parseInvoicesOrder } from '../../rules/purchases/parse-page-order.ts'
import { countRequest } from '../visitors/count-request.ts'
import { started } from '../visitors/started.ts'
import type { VisitorsWorld } from '../visitors/visitors-world.ts'

export type InvoicesWorld = VisitorsWorld & {
  customers: StripeCustomers
  invoices: StripeInvoices
}

/**
 * The invoices of one customer, if row-level security returns it for the visitor's own token *and* Stripe, asked in
 * this request, places it under the proven address.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `POST /api/invoices` in docs/errors.md
 */
export async function listInvoices(
  world: InvoicesWorld,
  request: { authorization: string | null; body: string },
): Promise<InvoicesResponse> {
  const safe = started(world.project.assertConfirmationsOn())
  const proof = await world.tokens.prove(request.authorization)
  const { customer, after } = parseInvoicesOrder(request.body)
  const notYours = new GatewayError('customer_not_yours', 'the address has no such customer')
  if (!isCustomerId(customer)) throw notYours

  const own = started(world.rows.findOwn(proof.token, [customer]))
  await countRequest(world, proof.address)
  if (!(await own).includes(customer)) throw notYours
  // Both at once: what was listed is held until Stripe has placed the customer.
  const listed = started(world.invoices.listInvoices(customer, after))
  const answer = await world.customers.findCustomer(customer)
  if (answer.kind !== 'customer' || !isUnderAddress(answer.customer, proof.address)) throw notYours
  const invoices = await listed
  await safe
  return invoices
}
