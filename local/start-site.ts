import type { PGlite } from '@electric-sql/pglite'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, createServer, loadEnv, preview } from 'vite'
import { findFreePort } from './free-port.ts'
import type { SeededPerson } from './seed.ts'
import { seedShop } from './seed-shop.ts'
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

/** What setup writes into `.env` for the deployed site. */
const ofTheSite =
  /^(?:STRIPE|SUPABASE|TURNSTILE)_|^(?:URL|FRONTEND_URL|ALLOWED_ORIGINS|SIGN_IN_MAX_AGE_SECONDS)$/

/**
 * Starts the page, the doors and the stand-ins, all at `http://127.0.0.1:<port>`.
 * @param order.kind `dev`: from the sources, reloaded after each edit; `built`: built now, and served as Netlify would
 * @param order.isReal the real services of `.env` instead of the stand-ins
 * @param order.database an open, empty one saves the stand-in the seconds of making its own; it stays open
 * @throws {RealServicesError} if they can't be used
 */
export async function startSite(order: {
  kind: 'dev' | 'built'
  wantedPort: number
  isReal: boolean
  database?: PGlite
}): Promise<RunningSite> {
  const { kind, wantedPort, isReal, database } = order
  // Empty, not absent: the build fills from `.env` what is absent.
  for (const [name, value] of Object.entries(loadEnv('development', root, '')))
    process.env[name] ??= !isReal && ofTheSite.test(name) ? '' : value
  const port = await findFreePort(wantedPort)
  const origin = `http://127.0.0.1:${port}`
  const services = await startServices(process.env, { origin, isReal, database })
  Object.assign(process.env, services.env)

  const people = seed(services)
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

/** The shop and its people, where no real ones are. */
function seed({ standIns, env }: Services): SeededPerson[] {
  if (standIns === null) return []
  seedShop(standIns.stripe, env['FRONTEND_URL'] ?? '')
  return seedPeople(standIns.stripe, Math.floor(Date.now() / 1000))
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
