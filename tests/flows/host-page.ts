import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody else's site, with a page that embeds the element. */
export type HostPage = { origin: string; close(): void }

/** Serves it on another origin. Its own policy lets in what the README asks hosts to let in, and no more. */
export async function startHostPage(gateway: string): Promise<HostPage> {
  const policy = [
    "default-src 'none'",
    `script-src ${gateway}`,
    `connect-src ${gateway}`,
    "img-src 'self' data:",
  ].join('; ')
  const html = `<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <link rel="icon" href="data:," />
      <title>A shop</title>
      <h1>Your account</h1>
      <manage-billing></manage-billing>
      <script type="module" src="${gateway}/manage-billing.js"></script>
    </html>`
  const server = createServer((_, response) => {
    response.setHeader('Content-Security-Policy', policy)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(html)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
