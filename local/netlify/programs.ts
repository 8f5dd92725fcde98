import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const cli = join(import.meta.dirname, 'node_modules/netlify-cli/bin/run.js')

/** Where a program of Netlify's works, and all that it knows of this machine. */
export type Workplace = {
  folder: string
  /** Of nobody: without an account, and without what its owner told the program before. */
  home: string
  /** Where everything is refused that is asked of another machine. */
  proxy: string
  env: Record<string, string>
}

/** Runs `netlify build`, without network. @throws unless it succeeds */
export async function runNetlifyBuild(place: Workplace): Promise<void> {
  const { child, log } = start(place, ['build', '--offline'])
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`"netlify build" ended with ${code}:\n${log()}`)
}

/**
 * Starts `netlify dev`, without network, over what `netlify build` made. Edge functions, of which there are none, stay
 * off by a hidden flag: without it the program fetches Deno, even offline.
 * @throws unless it answers at `origin` within a minute
 */
export async function startNetlifyDev(
  place: Workplace,
  { origin, functionsPort }: { origin: string; functionsPort: number },
): Promise<{ stop(): Promise<void> }> {
  const { child, log } = start(place, [
    'dev',
    '--offline',
    '--internal-disable-edge-functions',
    '--no-open',
    '--skip-gitignore',
    '--context=production',
    '--dir=web/dist',
    `--port=${new URL(origin).port}`,
    `--functions-port=${functionsPort}`,
  ])
  const closed = once(child, 'close')
  const running = {
    async stop() {
      child.kill('SIGKILL')
      await closed
    },
  }
  for (const since = Date.now(); ; await setTimeout(100)) {
    if (await isAnswering(origin)) return running
    if (child.exitCode === null && Date.now() - since < 60_000) continue
    await running.stop()
    throw new Error(`"netlify dev" does not answer:\n${log()}`)
  }
}

function start({ folder, home, proxy, env }: Workplace, words: string[]) {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: home,
      XDG_CONFIG_HOME: home,
      CI: 'true',
      NO_COLOR: '1',
      NETLIFY_TELEMETRY_DISABLED: '1',
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      NO_PROXY: '127.0.0.1,localhost',
      ...env,
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (log += text))
  return { child, log: () => log }
}

function isAnswering(origin: string): Promise<boolean> {
  return fetch(origin).then(
    ({ status }) => status === 200,
    () => false,
  )
}
