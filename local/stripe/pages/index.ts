import { noRoute, Refusal } from '../../wire/refusal.ts'
import type { Courier } from '../courier.ts'
import type { Accounts } from '../keys.ts'
import { parseParams } from '../wire/params.ts'
import { answerDashboard } from './dashboard.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { answerPortal } from './portal.ts'

/** What a hosted page answers: markup, or the way to another page. */
export type Page = { status: number; body: string } | { location: string }

/** The hosted pages and the dashboard; `null` for the API's paths. */
export async function answerPages(
  request: Request,
  { test, live, other }: Accounts,
  { deliveries }: Courier,
): Promise<Response | null> {
  const { pathname: path, search } = new URL(request.url)
  const query = search.slice(1)
  if (/^\/v[12]\//.test(path)) return null
  const form = request.method === 'POST' ? parseParams(await request.text()) : null
  const token = /^\/portal\/([^/]+)$/.exec(path)?.[1]
  try {
    if (token !== undefined) {
      const order = { token, form, isDone: query === 'done' }
      return toResponse(answerPortal([test, live, other], order))
    }
    if (path !== '/') throw noRoute('Stripe', { method: request.method, path })
    return toResponse(answerDashboard(test, { query: parseParams(query), form, deliveries }))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const title = 'That did not work'
    const content = html`<h1>${title}</h1>
      <section><p>${error.message}</p></section>`
    return toResponse({ status: error.status, body: layout({ title, content }) })
  }
}

function toResponse(page: Page): Response {
  const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
  if ('location' in page) {
    return new Response(null, { status: 303, headers: { ...headers, location: page.location } })
  }
  return new Response(page.body, {
    status: page.status,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}
