import { createServer, loadEnv, preview } from 'vite'
import { findFreePort } from './free-port.ts'
import type { SeededPerson } from './seed.ts'
import { seedPeople } from './seed.ts'
import type { Services } from './services.ts'
import { startServices } from './services.ts'
import { createSite } from './site.ts'

/** A running site at one origin. */
export type RunningSite = {
  /** Without a slash at the end. */
  origin: string
  services: Services
  people: SeededPerson[]
  /** Rings the scheduled doors once. */
  tick(): Promise<void>
  close(): Promise<void>
}

const root = new URL('..', import.meta.url).pathname

/**
 * Starts page, doors and whatever the environment leaves to stand-ins, all at `http://127.0.0.1:<port>`.
 * @param kind `dev`: from the sources, afresh after each edit; `built`: `web/dist` as Netlify would serve it
 * @throws {HalfRealError} where only one of Stripe and Supabase is set
 */
export async function startSite(kind: 'dev' | 'built', wantedPort: number): Promise<RunningSite> {
  for (const [name, value] of Object.entries(loadEnv('development', root, '')))
    process.env[name] ??= value
  const port = await findFreePort(wantedPort)
  const origin = `http://127.0.0.1:${port}`
  const services = await startServices(process.env, origin)
  Object.assign(process.env, services.env)

  const people =
    services.standIns === null
      ? []
      : seedPeople(services.standIns.stripe, Math.floor(Date.now() / 1000))
  const site = createSite(origin, services)
  const options = { host: '127.0.0.1', port, strictPort: true }
  const shared = { configFile: `${root}vite.config.ts`, plugins: [site.plugin] }
  const server =
    kind === 'dev'
      ? await (await createServer({ ...shared, logLevel: 'warn', server: options })).listen()
      : await preview({ ...shared, logLevel: 'warn', preview: options })
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
