import { noRoute, Refusal } from '../../wire/refusal.ts'
import type { Accounts } from '../api/keys.ts'
import { parseParams } from '../api/params.ts'
import type { Delivery } from '../webhooks/courier.ts'
import { answerCheckout } from './checkout/index.ts'
import { answerLink } from './checkout/link.ts'
import { answerDashboard, isDashboardPath } from './dashboard/index.ts'
import { answerFile } from './icon-file.ts'
import { answerInvoice } from './invoice.ts'
import type { Page } from './page.ts'
import { errorPage, toResponse } from './page.ts'
import { answerPortal } from './portal/index.ts'
import { answerReceipt } from './receipt.ts'

/**
 * The dashboard at `/`, `/payments`, `/subscriptions` and `/links`, the portal at `/portal/:token`, Checkout at `/c/pay/:session`, Payment Links at `/b/:link`,
 * `/invoice/:id` and `/receipt/:id`; `null` for the API's paths.
 */
export async function servePages(
  request: Request,
  accounts: Accounts,
  deliveries: readonly Delivery[],
): Promise<Response | null> {
  const { method } = request
  const { pathname: path, search } = new URL(request.url)
  if (/^\/v[12]\//.test(path)) return null
  if (path === '/files/file_icon/contents') return answerFile(request)
  const query = search.slice(1)
  const form = method === 'POST' ? parseParams(await request.text()) : null

  function answer(): Page {
    const token = /^\/portal\/([^/]+)$/.exec(path)?.[1]
    if (token !== undefined) {
      return answerPortal(Object.values(accounts), { token, form, isDone: query === 'done' })
    }
    const invoice = /^\/invoice\/(in_\w+)$/.exec(path)?.[1]
    if (invoice !== undefined) return answerInvoice(Object.values(accounts), { id: invoice, form })
    const session = /^\/c\/pay\/(cs_\w+)$/.exec(path)?.[1]
    if (session !== undefined) return answerCheckout(Object.values(accounts), { id: session, form })
    const link = /^\/b\/(\w+)$/.exec(path)?.[1]
    if (link !== undefined) return answerLink(Object.values(accounts), { id: link, query })
    const receipt = /^\/receipt\/(ch_\w+)$/.exec(path)?.[1]
    if (receipt !== undefined) return answerReceipt(Object.values(accounts), receipt)
    const page = path.slice(1)
    if (!isDashboardPath(page)) throw noRoute('Stripe', { method, path })
    return answerDashboard(accounts.test, page, { query: parseParams(query), form, deliveries })
  }

  try {
    return toResponse(answer())
  } catch (error) {
    if (error instanceof Refusal) return toResponse(errorPage(error.status, error.message))
    throw error
  }
}
