import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { createDoors } from '#local/doors.ts'
import type { HeaderRule } from '#local/headers-file.ts'
import { headersFor, parseHeadersFile } from '#local/headers-file.ts'
import { send, toRequest } from '#local/wire/node-http.ts'
import { forgetGateway } from '#server/wiring.ts'
import { setEnvironment } from '#tests/world.ts'
import { serve } from './serve.ts'

/** A site as Netlify would publish it: the built page with its headers, and the real doors. */
export type DeployedSite = {
  /** Without a slash at the end; the same after each deploy. */
  origin: string
  /** Builds the page and starts the doors again, both with these variables and no others of ours. */
  deploy(env: Record<string, string>): Promise<void>
  /** From now on the page is built with this name in `web/brand.ts`. */
  speakFor(name: string): void
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Starts it on 127.0.0.1, with nothing deployed: 404 everywhere. */
export async function startDeployedSite(): Promise<DeployedSite> {
  const before = { ...process.env }
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-site-'))
  const doors = createDoors((url) => import(/* @vite-ignore */ url.href))
  let rules: HeaderRule[] | null = null
  let name = 'Portal Gateway'

  const { origin, close } = await serve(async (message, response) => {
    const { pathname } = new URL(message.url ?? '/', origin)
    if (rules === null) return response.writeHead(404).end()
    // Each caller is a network of its own: the platform's limit has its own test.
    const found = await doors.answer(toRequest(message, origin), crypto.randomUUID())
    if (found !== null) return send(found, response)
    // Nobody here loads more of the page than its HTML.
    if (pathname !== '/') return response.writeHead(404).end()
    for (const [name, value] of headersFor(rules, pathname)) response.setHeader(name, value)
    const html = await readFile(join(folder, 'index.html'), 'utf8')
    const sign = `>${name.replaceAll('&', '&amp;')}<`
    return response.end(html.replace('>Portal Gateway<', () => sign))
  })

  return {
    origin,
    async deploy(env) {
      restoreEnvironment(before)
      setEnvironment(env)
      await build({
        configFile: join(root, 'vite.config.ts'),
        logLevel: 'error',
        build: { outDir: folder, emptyOutDir: true },
      })
      rules = parseHeadersFile(await readFile(join(folder, '_headers'), 'utf8'))
    },
    speakFor: (next) => void (name = next),
    async close() {
      close()
      restoreEnvironment(before)
      forgetGateway()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a deploy sets must not be left to the other tests of this worker. */
function restoreEnvironment(before: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
}
