import type { ServerResponse } from 'node:http'

/** What a hosted page answers: markup, or the way to another page. */
export type Page = { status: number; body: string } | { location: string }

export function sendPage(response: ServerResponse, page: Page): void {
  const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
  if ('location' in page) {
    response.writeHead(303, { ...headers, location: page.location }).end()
    return
  }
  response
    .writeHead(page.status, {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    .end(page.body)
}
