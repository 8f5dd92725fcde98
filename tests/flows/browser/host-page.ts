import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody else's site, with pages that embed the element. */
export type HostPage = { origin: string; close(): void }

const example = new URL('../../../docs/examples/embedding.html', import.meta.url)

/** A page whose own style reaches for everything: what of it arrives in the element has leaked. */
const pushyStyle = `
  html { font-size: 62.5%; }
  * { font-family: fantasy !important; letter-spacing: 3px !important; line-height: 3 !important; }
  body { color: lime; font: italic 900 40px/3 fantasy; text-align: center; text-transform: uppercase;
    text-indent: 4em; word-spacing: 2em; white-space: pre; text-shadow: 1px 1px red; hyphens: auto;
    --accent: red; --ink: red; --surface: red; }
  :root { --accent: red; --round: 50px; --font: fantasy; }
  button, input, label, h2, p, section, article, .card, .main, .row { background: red !important;
    border: 9px dotted red !important; padding: 3em !important; display: inline !important; }`

const bareStyle = ''

/**
 * Serves, on another origin, the documented example under `/account`, the bare element under `/bare` and `/pushy`, and the
 * prices under `/prices`.
 * The policy lets in what docs/embedding.md asks hosts to let in, and the page's own style and script.
 */
export async function startHostPage(gateway: string): Promise<HostPage> {
  const account = (await readFile(example, 'utf8')).replaceAll(
    'https://billing.example.com',
    gateway,
  )
  const page = (style: string) => `<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <link rel="icon" href="data:," />
      <title>A shop</title>
      <style>manage-billing { inline-size: 600px }${style}</style>
      <h1>A shop</h1>
      <manage-billing></manage-billing>
      <script type="module" src="${gateway}/manage-billing.js"></script>
    </html>`
  const prices = `<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <link rel="icon" href="data:," />
      <title>Prices</title>
      <h1>Prices</h1>
      <buy-plans lang="en"></buy-plans>
      <script type="module" src="${gateway}/buy-plans.js"></script>
    </html>`
  const pages: Record<string, string> = {
    '/account': account,
    '/prices': prices,
    '/bare': page(bareStyle),
    '/pushy': page(pushyStyle),
  }
  const server = createServer((request, response) => {
    const html = pages[new URL(request.url ?? '/', 'http://host').pathname] ?? ''
    response.setHeader('Content-Security-Policy', policyOf(html, gateway))
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(html)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

function policyOf(html: string, gateway: string): string {
  const hashesOf = (tag: string) =>
    [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))]
      .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
      .join(' ')
  return [
    "default-src 'none'",
    `script-src ${gateway} ${hashesOf('script')}`,
    `connect-src ${gateway}`,
    `style-src ${hashesOf('style')}`,
    "img-src 'self' data:",
  ].join('; ')
}
