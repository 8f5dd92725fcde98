import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { build, preview } from 'vite'
import { findChromium, openBrowser, remedy } from '#local/chromium.ts'
import { inTurn } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'

const mostBytes = 24_000
/** So long that the machine's own work is small beside it. */
const latencyMs = 300
const configFile = join(import.meta.dirname, '../vite.config.ts')

explain(
  'The first view: HTML, styles, script and English texts, compressed by gzip. Readiness: how long after the HTML a ' +
    `visitor can type, in a Chromium with an empty cache, ${latencyMs} ms to the server and back. Limit: an HTML with one ` +
    'style and one script that shows a field, which takes at least one way there and back.',
)

/** The owner's values, so that the page has somewhere to go; nothing is asked before an address is typed. */
Object.assign(process.env, {
  SUPABASE_URL: 'http://127.0.0.1:9',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
})
const outDir = await mkdtemp(join(tmpdir(), 'portal-gateway-bench-'))
await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } })

/** The least that shows a field. */
const least = {
  'least.html':
    '<!doctype html><title>Least</title><link rel="stylesheet" href="/least.css"><script type="module" src="/least.js"></script>',
  'least.css': 'input { color: black }',
  'least.js':
    "document.body.append(document.createElement('input'));dispatchEvent(new Event('manage-billing:state'))",
}
for (const [name, content] of Object.entries(least)) await writeFile(join(outDir, name), content)

async function weigh(): Promise<void> {
  const html = await readFile(join(outDir, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)]
  const files = new Set(['index.html', ...named.map(([, name]) => name ?? '')])
  let bytes = 0
  for (const name of files) bytes += gzipSync(await readFile(join(outDir, name))).length
  const bounds = [{ of: 'bytes', value: bytes, atMost: mostBytes }]
  const what = `weight of the first view, ${files.size} files`
  report({ what, unit: 'kB', ours: bytes / 1000, bounds })
}

/** Milliseconds from the last byte of the HTML until a field is there, in a new context of the browser. */
async function timeReadiness(browser: Browser, url: string): Promise<number> {
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
  await page.locator('input').first().waitFor()
  const took = await page.evaluate(() => {
    const [html] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    const ready = performance.getEntriesByName('ready')[0]
    return html === undefined || ready === undefined ? null : ready.startTime - html.responseEnd
  })
  await context.close()
  if (took === null) throw new Error('the page did not say that it is ready')
  return took
}

async function reportReadiness(executablePath: string): Promise<void> {
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const origin = `http://127.0.0.1:${(server.httpServer.address() as AddressInfo).port}`
  const browser = await openBrowser(executablePath)
  const found = await inTurn(isFull ? 30 : 5, {
    ours: () => timeReadiness(browser, `${origin}/`),
    limit: () => timeReadiness(browser, `${origin}/least.html`),
  })
  await browser.close()
  await server.close()
  const value = found.ours.median / latencyMs
  const bounds = [{ of: 'ours / one way there and back', value, atMost: 2 }]
  report({ what: 'ready to type, after the HTML', unit: 'ms', ...found, bounds })
}

await weigh()
const chromium = findChromium()
if (chromium === null) report({ what: 'ready to type, after the HTML', missing: remedy })
else await reportReadiness(chromium)
await rm(outDir, { recursive: true, force: true })
