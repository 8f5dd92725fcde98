import { html } from './html.ts'
import { layout } from './layout.ts'

/** What a hosted page answers: markup, or the way to another page. */
export type Page = { status: number; body: string } | { location: string }

/** A page that only says why there is no other. */
export function errorPage(status: number, message: string): Page {
  const title = "That didn't work"
  const content = html`<h1>${title}</h1>
    <section><p>${message}</p></section>`
  return { status, body: layout({ title, content }) }
}

/** The page as a response that no one keeps. */
export function toResponse(page: Page): Response {
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
