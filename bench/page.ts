import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { build, preview } from 'vite'
import { findChromium, openBrowser, remedy } from '#local/chromium.ts'
import { inTurn, spreadOf } from './figures/measure.ts'
import { exactly, explain, isFull, report, reportMissing } from './figures/row.ts'

const part = 'page'
const mostBytes = 24_000
/** So long that the machine's own work is small beside it. */
const latencyMs = 300
const configFile = join(import.meta.dirname, '../vite.config.ts')

explain(
  part,
  'The first view: HTML, styles, script and English texts, compressed by gzip. Readiness: how long after the HTML a ' +
    `visitor can type, in a Chromium with a cold cache, ${latencyMs} ms to the server and back. Limit: an HTML with one ` +
    'style and one script that shows a field, which nobody can do in less than one way there and back.',
)

/** The owner's values, so that the page has somewhere to go; nobody is asked before an address is typed. */
Object.assign(process.env, {
  SUPABASE_URL: 'http://127.0.0.1:9',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
})
const outDir = await mkdtemp(join(tmpdir(), 'portal-gateway-bench-'))
await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } })

async function weigh(): Promise<void> {
  const html = await readFile(join(outDir, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    ([, name]) => name ?? '',
  )
  const files = new Set(['index.html', ...named])
  const bytes = await Promise.all(
    [...files].map(async (name) => gzipSync(await readFile(join(outDir, name))).length),
  )
  const weight = bytes.reduce((sum, each) => sum + each, 0)
  report({
    part,
    what: `weight of the first view, ${files.size} files`,
    unit: 'kB',
    ours: exactly(weight / 1000),
    bounds: [{ of: 'bytes', value: weight, atMost: mostBytes }],
  })
}

/** The least that shows a field: one style, one script. */
async function servePlain(): Promise<{ origin: string; close(): void }> {
  const files: Record<string, [string, string]> = {
    '/': [
      'text/html',
      '<!doctype html><title>Least</title><link rel="stylesheet" href="/a.css"><script type="module" src="/a.js"></script>',
    ],
    '/a.css': ['text/css', 'input { color: black }'],
    '/a.js': [
      'text/javascript',
      "document.body.append(document.createElement('input'));dispatchEvent(new Event('manage-billing:state'))",
    ],
  }
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(body === '' ? 404 : 200, { 'Content-Type': type }).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function openAfresh<T>(
  browser: Browser,
  url: string,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.addInitScript(() =>
    addEventListener('manage-billing:state', () => performance.mark('ready'), { once: true }),
  )
  await page.goto(url)
  const found = await look(page)
  await context.close()
  return found
}

/** Milliseconds from the last byte of the HTML until a field stands there. */
async function readyAfterHtml(page: Page): Promise<number> {
  await page.locator('input').first().waitFor()
  const after = await page.evaluate(() => {
    const [html] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    const ready = performance.getEntriesByName('ready')[0]
    return html === undefined || ready === undefined ? null : ready.startTime - html.responseEnd
  })
  if (after === null) throw new Error('the page did not say that it is ready')
  return after
}

async function timeReadiness(executablePath: string): Promise<void> {
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const port = (server.httpServer.address() as AddressInfo).port
  const plain = await servePlain()
  const browser = await openBrowser(executablePath)
  const ready = { ours: [] as number[], limit: [] as number[] }
  await inTurn(isFull ? 30 : 5, {
    ours: async () =>
      ready.ours.push(await openAfresh(browser, `http://127.0.0.1:${port}/`, readyAfterHtml)),
    limit: async () =>
      ready.limit.push(await openAfresh(browser, `${plain.origin}/`, readyAfterHtml)),
  })
  await browser.close()
  plain.close()
  await server.close()
  // Two rounds warm up.
  const [ours, limit] = [spreadOf(ready.ours.slice(2)), spreadOf(ready.limit.slice(2))]
  report({
    part,
    what: 'ready to type, after the HTML',
    unit: 'ms',
    ours,
    limit,
    bounds: [{ of: 'ours / one way there and back', value: ours.median / latencyMs, atMost: 2 }],
  })
}

await weigh()
const chromium = findChromium()
if (chromium === null) reportMissing({ part, what: 'ready to type', missing: remedy })
else await timeReadiness(chromium)
await rm(outDir, { recursive: true, force: true })
