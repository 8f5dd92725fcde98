import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  CheckoutErrorCode,
  CheckoutRequest,
  CheckoutResponse,
} from '#server/contract/checkout.ts'
import type { HealthResponse } from '#server/contract/health.ts'
import type { InvoicesErrorCode, InvoicesRequest } from '#server/contract/invoices.ts'
import type { LinksErrorCode, PortalFlow, PortalLinksRequest } from '#server/contract/links.ts'
import type { MeErrorCode, MeResponse } from '#server/contract/me.ts'
import type { OffersErrorCode } from '#server/contract/offers.ts'
import type { OrdersErrorCode, OrdersRequest } from '#server/contract/orders.ts'
import type {
  PurchaseErrorCode,
  PurchaseRequest,
  PurchaseResponse,
} from '#server/contract/purchase.ts'
import type { TokensErrorCode } from '#server/contract/tokens.ts'
import type { WebhookErrorCode, WebhookResponse } from '#server/contract/webhook.ts'
import { listErrorCodes } from '#server/errors.ts'
import type { StandInSite } from '#tests/flows/browser/stand-in-site.ts'
import { startStandInSite } from '#tests/flows/browser/stand-in-site.ts'

const page = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8')

/** The page's blocks in their order; an answer belongs to the command before it. */
const blocks = [...page.matchAll(/^```(sh|http)\n([^]*?)^```$/gm)].map(([, kind, text = '']) => ({
  kind,
  text,
}))
const commands = blocks.filter(({ kind }) => kind === 'sh').map(({ text }) => text)
const answers = blocks.flatMap(({ kind, text }, place) => {
  const command = blocks.slice(0, place).filter((block) => block.kind === 'sh').length - 1
  return kind === 'http' ? [{ command, shown: parseAnswer(text) }] : []
})

type Answer = { status: number; headers: Record<string, string>; body: unknown }

/** What `curl -si` prints. */
function parseAnswer(text: string): Answer {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/)
  const [first = '', ...lines] = head.split(/\r?\n/)
  const body = rest.join('\n').trim()
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(
      lines.filter(Boolean).map((line) => {
        const [name = '', ...value] = line.split(': ')
        return [name.toLowerCase(), value.join(': ')]
      }),
    ),
    body: body === '' ? null : JSON.parse(body),
  }
}

/** What the page shows, as a matcher: an ellipsis is anything. */
function asShown(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('…')) {
    const parts = value.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return expect.stringMatching(new RegExp(`^${parts.join('.+')}$`))
  }
  if (Array.isArray(value)) return value.map(asShown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asShown(inner)]))
}

describe('whoever types the commands of docs/api.md one after the other', () => {
  let site: StandInSite | undefined
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-'))
    site = await startStandInSite('dev', 9440)
    await untilComplete(site.origin)
    await runAll(site.origin)
  })
  afterAll(async () => {
    await site?.close()
    await rm(folder, { recursive: true })
  })

  /** On a busy machine the clock's first turn doesn't get to the end. */
  async function untilComplete(origin: string): Promise<void> {
    const clock = `${origin}/.netlify/functions/sync-customers`
    const turn = async () => (await fetch(clock, { method: 'POST' })).json()
    for (;;) if (((await turn()) as { isComplete: boolean }).isComplete) return
  }

  /** In one shell, because a later command uses what an earlier one found. */
  async function runAll(origin: string): Promise<void> {
    const [settings = '', ...others] = commands
    const here = settings.replace('http://127.0.0.1:8888', origin)
    expect(here).not.toBe(settings)
    const script = [here, ...others].map((text, place) => `{\n${text}} > ${place}.txt`)
    await writeFile(join(folder, 'script.sh'), ['set -u', ...script].join('\n'))
    const shell = spawn('bash', ['script.sh'], { cwd: folder, stdio: 'ignore' })
    expect(await once(shell, 'close')).toEqual([0, null])
  }

  test.each(answers)('gets the answer that it shows: command $command', async (answer) => {
    const printed = await readFile(join(folder, `${answer.command}.txt`), 'utf8')
    const { shown } = answer
    expect(parseAnswer(printed)).toEqual({
      status: shown.status,
      headers: expect.objectContaining(asShown(shown.headers) as object),
      body: asShown(shown.body),
    })
  })
})

/** What a section says in the first column of its tables, or in the code column of the table of its codes. */
function sectionOf(door: string): { names: string[]; codes: { code: string; status: number }[] } {
  const [text = ''] = new RegExp(`^## .*${door}[^]*?(?=^## |$(?![^]))`, 'm').exec(page) ?? []
  const rows = [...text.matchAll(/^\| (\d{3}) +\| (.+?) +\|$/gm)]
  return {
    names: [...text.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name),
    codes: rows.flatMap(([, status, list = '']) =>
      [...list.matchAll(/`(\w+)`/g)].map(([, code = '']) => ({ code, status: Number(status) })),
    ),
  }
}

const byName = (codes: readonly { code: string }[]) => codes.map(({ code }) => code).toSorted()

const visitorCodes: Record<OrdersErrorCode, true> = {
  auth_unavailable: true,
  body_invalid: true,
  body_too_large: true,
  config_missing: true,
  database_unavailable: true,
  email_unproven: true,
  internal: true,
  method_not_allowed: true,
  permission_missing: true,
  project_unsafe: true,
  rate_limited: true,
  sign_in_too_old: true,
  stripe_rate_limited: true,
  stripe_unavailable: true,
  token_expired: true,
  token_invalid: true,
  token_missing: true,
}
const invoicesCodes: Record<InvoicesErrorCode, true> = { ...visitorCodes, customer_not_yours: true }
const linksCodes: Record<LinksErrorCode, true> = {
  ...invoicesCodes,
  flow_unavailable: true,
  portal_not_configured: true,
}
const checkoutCodes: Record<CheckoutErrorCode, true> = {
  already_paid: true,
  already_subscribed: true,
  auth_unavailable: true,
  body_invalid: true,
  body_too_large: true,
  config_missing: true,
  currencies_mixed: true,
  database_unavailable: true,
  internal: true,
  method_not_allowed: true,
  offer_unknown: true,
  permission_missing: true,
  portal_not_configured: true,
  rate_limited: true,
  rhythms_mixed: true,
  shipping_apart: true,
  stripe_rate_limited: true,
  stripe_unavailable: true,
}
const purchaseCodes: Record<PurchaseErrorCode, true> = {
  body_invalid: true,
  body_too_large: true,
  config_missing: true,
  database_unavailable: true,
  internal: true,
  method_not_allowed: true,
  permission_missing: true,
  rate_limited: true,
  session_expired: true,
  session_unknown: true,
  stripe_rate_limited: true,
  stripe_unavailable: true,
}
const tokensCodes: Record<TokensErrorCode, true> = {
  auth_unavailable: true,
  body_invalid: true,
  body_too_large: true,
  config_missing: true,
  database_unavailable: true,
  email_unproven: true,
  internal: true,
  method_not_allowed: true,
  project_unsafe: true,
  rate_limited: true,
  sign_in_too_old: true,
  token_expired: true,
  token_invalid: true,
  token_missing: true,
  token_unknown: true,
}
const meCodes: Record<MeErrorCode, true> = {
  auth_unavailable: true,
  config_missing: true,
  credits_token_invalid: true,
  database_unavailable: true,
  email_unproven: true,
  internal: true,
  method_not_allowed: true,
  project_unsafe: true,
  sign_in_too_old: true,
  token_expired: true,
  token_invalid: true,
  token_missing: true,
}
const webhookCodes: Record<WebhookErrorCode, true> = {
  body_invalid: true,
  body_too_large: true,
  config_missing: true,
  database_unavailable: true,
  internal: true,
  method_not_allowed: true,
  permission_missing: true,
  signature_invalid: true,
  stripe_rate_limited: true,
  stripe_unavailable: true,
}
const offersCodes: Record<OffersErrorCode, true> = {
  config_missing: true,
  database_unavailable: true,
  internal: true,
  method_not_allowed: true,
}

test.each([
  ['/api/portal-links', linksCodes],
  ['/api/invoices', invoicesCodes],
  ['/api/orders', visitorCodes],
  ['/api/checkout', checkoutCodes],
  ['/api/purchase', purchaseCodes],
  ['/api/tokens', tokensCodes],
  ['/api/me', meCodes],
  ['/api/stripe-webhook', webhookCodes],
  ['/api/offers', offersCodes],
])('the page lists every code of %s, and no other', (door, codes) => {
  expect(byName(sectionOf(door).codes)).toEqual(Object.keys(codes).toSorted())
})

test.each([
  '/api/portal-links',
  '/api/invoices',
  '/api/orders',
  '/api/checkout',
  '/api/purchase',
  '/api/tokens',
  '/api/me',
  '/api/stripe-webhook',
  '/api/offers',
  '/api/health',
  'sync-customers',
])('each code of %s has the status that it has in docs/errors.md', (door) => {
  const { codes } = sectionOf(door)
  expect(codes.length).toBeGreaterThan(0)
  for (const code of codes) expect(listErrorCodes()).toContainEqual(code)
})

test('the page names every field and flow of an order, every outcome, and every part of the health', () => {
  const fields: Record<keyof PortalLinksRequest, true> = {
    locale: true,
    customer: true,
    flow: true,
    subscription: true,
    returnUrl: true,
    after: true,
  }
  const flows: Record<PortalFlow, true> = {
    payment_method_update: true,
    customer_update: true,
    subscription_cancel: true,
    subscription_update: true,
    subscription_pause: true,
  }
  const outcomes: Record<WebhookResponse['outcome'], true> = {
    recorded: true,
    unchanged: true,
    ignored: true,
    kept: true,
  }
  const health: Record<keyof HealthResponse, true> = { stripe: true, database: true, auth: true }
  expect(sectionOf('/api/portal-links').names).toEqual(Object.keys(fields))
  const ofInvoices: Record<keyof InvoicesRequest, true> = { customer: true, after: true }
  const ofOrders: Record<keyof OrdersRequest, true> = { after: true }
  expect(sectionOf('/api/invoices').names).toEqual(Object.keys(ofInvoices))
  expect(sectionOf('/api/orders').names).toEqual(Object.keys(ofOrders))
  const told: Record<keyof CheckoutResponse, true> = { url: true, key: true }
  const ofCheckout: Record<keyof CheckoutRequest, true> = {
    items: true,
    for: true,
    locale: true,
    returnUrl: true,
    key: true,
  }
  expect(sectionOf('/api/checkout').names).toEqual([told, ofCheckout].flatMap(Object.keys))
  const ofPurchase: Record<keyof (PurchaseResponse & PurchaseRequest), true> = {
    status: true,
    items: true,
    token: true,
    countsFor: true,
    session: true,
  }
  expect(sectionOf('/api/purchase').names).toEqual(Object.keys(ofPurchase))
  const ofMe: Record<keyof MeResponse, true> = {
    account: true,
    live: true,
    address: true,
    balance: true,
    access: true,
    lots: true,
    buy: true,
  }
  expect(sectionOf('/api/me').names).toEqual(Object.keys(ofMe))
  for (const flow of Object.keys(flows)) expect(page).toContain(`\`${flow}\``)
  expect(sectionOf('/api/stripe-webhook').names).toEqual(Object.keys(outcomes))
  for (const part of Object.keys(health)) expect(page).toContain(`"${part}": true`)
})
