import type { PGlite } from '@electric-sql/pglite'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, createServer, loadEnv, preview } from 'vite'
import { findFreePort } from './free-port.ts'
import type { SeededPerson } from './seed.ts'
import { seedPeople } from './seed.ts'
import type { Services } from './services.ts'
import { startServices } from './services.ts'
import type { Site } from './site.ts'
import { createSite } from './site.ts'

/** A running site at one origin. */
export type RunningSite = {
  /** Without a slash at the end. */
  origin: string
  services: Services
  people: SeededPerson[]
  /** Calls the scheduled doors once. */
  tick(): Promise<void>
  close(): Promise<void>
}

const root = new URL('..', import.meta.url).pathname

/**
 * Starts the page, the doors and, unless the environment names real services, the stand-ins, all at
 * `http://127.0.0.1:<port>`.
 * @param kind `dev`: from the sources, reloaded after each edit; `built`: built now, and served as Netlify would
 * @param database an open, empty one saves the stand-in the seconds of making its own; it stays open
 * @throws {HalfRealError} if only one of Stripe and Supabase is set
 */
export async function startSite(
  kind: 'dev' | 'built',
  wantedPort: number,
  database?: PGlite,
): Promise<RunningSite> {
  for (const [name, value] of Object.entries(loadEnv('development', root, '')))
    process.env[name] ??= value
  const port = await findFreePort(wantedPort)
  const origin = `http://127.0.0.1:${port}`
  const services = await startServices(process.env, origin, database)
  Object.assign(process.env, services.env)

  const people =
    services.standIns === null
      ? []
      : seedPeople(services.standIns.stripe, Math.floor(Date.now() / 1000))
  const site = createSite(origin, services)
  const server = await (kind === 'dev' ? serveSources : serveBuilt)(site, port)
  return {
    origin,
    services,
    people,
    tick: () => site.tick(),
    async close() {
      await server.close()
      await services.close()
    },
  }
}

const shared = { configFile: `${root}vite.config.ts`, logLevel: 'warn' as const }
// Vite would answer preflights from any local origin by itself, but the doors decide who may call them.
const at = (port: number) => ({ host: '127.0.0.1', port, strictPort: true, cors: false })

async function serveSources(site: Site, port: number): Promise<{ close(): Promise<void> }> {
  const server = await createServer({ ...shared, plugins: [site.plugin], server: at(port) })
  return server.listen()
}

/** The page contains the services' addresses, so it is built once they are known, apart from the owner's own build. */
async function serveBuilt(site: Site, port: number): Promise<{ close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'portal-gateway-'))
  await build({ ...shared, build: { outDir, emptyOutDir: true } })
  const server = await preview({
    ...shared,
    build: { outDir },
    plugins: [site.plugin],
    preview: at(port),
  })
  return {
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
