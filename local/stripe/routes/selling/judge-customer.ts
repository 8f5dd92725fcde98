import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { findBoolean, findGroup, findGroups, findText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import { currentSubscriptionsOf } from '../../objects/billing/subscriptions.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getCustomer } from '../../objects/customers.ts'
import type { Mode } from './read-lines.ts'

/** @throws 400 for what can't be said of the payer together, in Stripe's words */
export function assertCustomerParams(account: Account, params: Params, mode: Mode): void {
  const customer = findText(params, 'customer')
  for (const name of ['customer_email', 'customer_creation']) {
    if (customer && params[name] !== undefined) {
      throw invalid(`You may only specify one of these parameters: customer, ${name}.`, 'customer')
    }
  }
  if (params['customer_creation'] !== undefined && mode !== 'payment') {
    throw invalid('`customer_creation` can only be used in `payment` mode.')
  }
  const creation = findText(params, 'customer_creation')
  if (creation !== undefined && creation !== 'always' && creation !== 'if_required') {
    throw invalid(
      'Invalid customer_creation: must be one of if_required or always',
      'customer_creation',
    )
  }
  const email = findText(params, 'customer_email')
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw invalid(`Invalid email address: ${email}`, 'customer_email', 'email_invalid')
  }
  if (!customer) {
    if (params['customer_update'] === undefined) return
    throw invalid('`customer_update` can only be used with `customer`.', 'customer_update')
  }
  getCustomer(account, customer, 'customer')
  assertUpdates(params)
  if (mode === 'subscription') assertCurrency(account, customer, params)
}

/** What is collected of a customer who exists must be allowed to change the customer. */
function assertUpdates(params: Params): void {
  const update = findGroup(params, 'customer_update') ?? {}
  const isOn = (name: string) => findBoolean(findGroup(params, name) ?? {}, 'enabled') === true
  if (isOn('automatic_tax') && findText(update, 'address') !== 'auto') {
    throw invalid(
      "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.",
      undefined,
      'customer_tax_location_invalid',
    )
  }
  if (isOn('tax_id_collection') && findText(update, 'name') !== 'auto') {
    throw invalid(
      'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.',
    )
  }
}

function assertCurrency(account: Account, customer: string, params: Params): void {
  const [first] = findGroups(params, 'line_items') ?? []
  const id = first && findText(first, 'price')
  if (!id) return
  const { currency } = getPrice(account, id, 'line_items[0][price]')
  const taken = currentSubscriptionsOf(account, customer)
    .flatMap(({ items }) => items)
    .map((item) => getPrice(account, item.price).currency)
    .find((other) => other !== currency)
  if (taken === undefined) return
  throw invalid(
    `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, invoice item or active subscription mode checkout session with currency ${taken}.`,
  )
}
