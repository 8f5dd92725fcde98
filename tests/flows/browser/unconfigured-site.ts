import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { preview } from 'vite'
import { findFreePort } from '#local/free-port.ts'
import { createSite } from '#local/site.ts'
import { setEnvironment } from '#tests/world.ts'
import { owners } from './stand-in-site.ts'

const root = join(import.meta.dirname, '../../..')

/** A page and its doors without any service behind them, as on a first deploy. */
export type UnconfiguredSite = { origin: string; close(): Promise<void> }

/**
 * Builds the page with these variables and no others, as a deploy does, and serves it with doors that have been given
 * `atDoors`.
 * @throws if the build fails
 */
export async function startUnconfigured(
  wantedPort: number,
  { atBuild, atDoors }: Record<'atBuild' | 'atDoors', Record<string, string>>,
): Promise<UnconfiguredSite> {
  // Empty, not absent: `.env` fills only what is absent.
  const nothing = Object.fromEntries([...owners, 'TURNSTILE_SITE_KEY'].map((name) => [name, '']))
  const outDir = await mkdtemp(join(tmpdir(), 'unconfigured-'))
  await build(outDir, { ...nothing, ...atBuild })
  setEnvironment({ ...nothing, ...atDoors })
  const origin = `http://127.0.0.1:${await findFreePort(wantedPort)}`
  const { plugin } = createSite(origin, { env: {}, standIns: null, close: async () => undefined })
  const server = await preview({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir },
    plugins: [plugin],
    preview: {
      host: '127.0.0.1',
      port: Number(new URL(origin).port),
      strictPort: true,
      cors: false,
    },
  })
  return {
    origin,
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

/** What `npm run build` runs, in a process of its own. */
async function build(outDir: string, env: Record<string, string>): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const run = spawn(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = text(run.stderr)
  const [exitCode] = (await once(run, 'close')) as [number | null]
  if (exitCode !== 0) throw new Error(`The build ended with ${exitCode}: ${await said}`)
}
