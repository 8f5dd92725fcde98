import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import {
  findBoolean,
  findGroup,
  findInteger,
  findText,
  findTexts,
  findUrl,
} from '../../api/params.ts'
import { invalid, missing, unknownParameter } from '../../api/problem.ts'
import { findOption } from '../../objects/catalogue/price.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import type { Session } from '../../objects/selling/checkout-session.ts'
import type { NewSession } from '../../objects/selling/checkout-sessions.ts'
import type { NewLine } from '../../objects/selling/line-items.ts'
import { assertAmount } from './judge-amount.ts'
import { assertCustomerParams } from './judge-customer.ts'
import { readAsks } from './read-asks.ts'
import type { Mode } from './read-lines.ts'
import { readLines } from './read-lines.ts'
import { readSwitches, switches } from './read-switches.ts'
import { readTrial } from './read-trial.ts'

/** Every parameter that the stand-in takes; Stripe has more. */
export const sessionParams = [
  ...switches,
  'cancel_url',
  'client_reference_id',
  'currency',
  'customer',
  'customer_creation',
  'customer_email',
  'customer_update',
  'expires_at',
  'integration_identifier',
  'invoice_creation',
  'line_items',
  'locale',
  'metadata',
  'mode',
  'payment_intent_data',
  'payment_method_collection',
  'shipping_address_collection',
  'shipping_options',
  'subscription_data',
  'success_url',
  'ui_mode',
]

const longestReference = 200
const [soonest, latest] = [30 * 60, 24 * 60 * 60]

/** The order in the parameters of a new session. @throws 400 for what Stripe refuses, in its words */
export function readSession(account: Account, params: Params): NewSession {
  const mode = readMode(params)
  assertCustomerParams(account, params, mode)
  assertForMode(params, mode)
  const lines = inCurrency(account, params, readLines(account, params, mode))
  const currency = lines[0]?.currency ?? getPrice(account, lines[0]?.price ?? '').currency
  const asks = readAsks(account, params, { mode, currency })
  const fields = { ...readFields(account, params, mode), ...asks }
  const order = { lines, fields, plan: readTrial(params) }
  assertAmount(account, order)
  return order
}

/** In the currency of the order, which is the prices' own unless it is named. */
function inCurrency(account: Account, params: Params, lines: NewLine[]): NewLine[] {
  const currency = findText(params, 'currency')?.toLowerCase()
  if (!currency) return lines
  for (const { price } of lines) {
    const { currency: own, recurring } = getPrice(account, price)
    // A subscription of the stand-in is always in its price's own currency.
    if (own === currency || (!recurring && findOption(account, price, currency))) continue
    throw invalid(
      `The price specified only supports \`${own}\`. This doesn't match the expected currency: \`${currency}\`.`,
    )
  }
  return lines.map((line) => ({ ...line, currency }))
}

function readMode(params: Params): Mode {
  const mode = findText(params, 'mode') ?? 'payment'
  if (mode === 'payment' || mode === 'subscription') return mode
  throw invalid('Invalid mode: must be one of payment, setup, or subscription', 'mode')
}

function assertForMode(params: Params, mode: Mode): void {
  const [name, other] =
    mode === 'payment' ? ['subscription_data', 'payment'] : ['payment_intent_data', 'subscription']
  if (params[name] !== undefined) {
    throw invalid(`You can not pass \`${name}\` in \`${other}\` mode.`, name)
  }
  const invoice = findGroup(params, 'invoice_creation')
  if (mode === 'subscription' && invoice && findBoolean(invoice, 'enabled')) {
    throw invalid(
      'You can only enable invoice creation when `mode` is set to `payment`. Invoices are created automatically when `mode` is set to `subscription`, and are unsupported when set to `setup`. To learn more visit https://stripe.com/docs/payments/checkout/post-payment-invoices.',
      'invoice_creation[enabled]',
    )
  }
}

function readFields(account: Account, params: Params, mode: Mode): Partial<Session> {
  const uiMode = findText(params, 'ui_mode') ?? 'hosted_page'
  if (uiMode !== 'hosted_page') throw invalid('This stand-in has only the hosted page.', 'ui_mode')
  const success = findUrl(params, 'success_url')
  if (success === null) throw missing('success_url')
  const invoice = findGroup(params, 'invoice_creation')
  assertLocale(params)
  return {
    ...readSwitches(params),
    ...textsOf(params, ['customer', 'customer_email', 'customer_creation', 'locale']),
    ...textsOf(params, ['integration_identifier', 'payment_method_collection']),
    cancel_url: findUrl(params, 'cancel_url'),
    client_reference_id: readReference(params),
    expires_at: readExpiry(account, params),
    ...(invoice && { invoice_creation: readInvoice(invoice) }),
    metadata: findTexts(params, 'metadata') ?? {},
    mode,
    success_url: success,
  }
}

/** https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-locale */
const locales = (
  'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ' +
  'ro ru sk sl sv th tr vi zh zh-HK zh-TW'
).split(' ')

function assertLocale(params: Params): void {
  const locale = findText(params, 'locale')
  if (locale === undefined || locales.includes(locale)) return
  throw invalid(`Invalid locale: must be one of ${locales.join(', ')}`, 'locale')
}

/** Absent where nothing was sent. */
function textsOf(params: Params, names: readonly (keyof Session)[]): Partial<Session> {
  const sent = names.map((name) => [name, findText(params, name)])
  return Object.fromEntries(sent.filter(([, text]) => text)) as Partial<Session>
}

function readInvoice(group: Params): Stripe.Checkout.Session.InvoiceCreation {
  const data = findGroup(group, 'invoice_data') ?? {}
  const unknown = Object.keys(data).find((name) => !['description', 'metadata'].includes(name))
  if (unknown) throw unknownParameter(`invoice_creation[invoice_data][${unknown}]`)
  return {
    enabled: findBoolean(group, 'enabled') === true,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: findText(data, 'description') ?? null,
      footer: null,
      issuer: null,
      metadata: findTexts(data, 'metadata') ?? null,
      rendering_options: null,
    },
  }
}

function readReference(params: Params): string | null {
  const reference = findText(params, 'client_reference_id') || null
  if (reference === null || reference.length <= longestReference) return reference
  throw invalid(
    `Invalid string: ${reference.slice(0, 20)}...; must be at most ${longestReference} characters`,
    'client_reference_id',
  )
}

function readExpiry(account: Account, params: Params): number {
  const now = secondsOf(account)
  const at = findInteger(params, 'expires_at') ?? now + latest
  const bound = at < now + soonest ? 'at least 30 minutes' : 'less than 24 hours'
  if (at >= now + soonest && at <= now + latest) return at
  throw invalid(
    `The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`,
    'expires_at',
  )
}
