import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)
export const main = fileURLToPath(new URL('cli/main.ts', root))

/** What every command runs with: without the cache of compiled code most of its time is its start. */
export const surroundings = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/portal-gateway/compiled', root)),
}

export type Variables = Record<string, string | undefined>

/** How a command ended, and everything that it wrote. */
export type Ended = { code: number | null; out: string; err: string }

export type Command = {
  /** Waits until this is so. @throws if the command ends before */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>
  /** Waits until it has written these words to stdout. @throws if the command ends before */
  says(words: string): Promise<void>
  signal(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

type How = { env?: Variables; folder?: string }

/** The variables of the test's world: those that its doors have. */
export function worldVariables(): Variables {
  const ours = /^(SUPABASE|STRIPE)_|^FRONTEND_URL$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => ours.test(name)))
}

/**
 * Starts `node cli/main.ts` as its owner would.
 * @param how.env these variables and no others; by default those of the world
 * @param how.folder the one of `.env`; by default one without
 */
export function startCommand(args: readonly string[], how: How = {}): Command {
  const { env = worldVariables(), folder = import.meta.dirname } = how
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...surroundings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  let hasEnded = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = once(child, 'close').then(([code]): Ended => {
    hasEnded = true
    return { code: code as number | null, out, err }
  })
  const until: Command['until'] = async (isSo) => {
    while (!(await isSo())) {
      if (hasEnded) throw new Error(`it ended before that: ${out}${err}`)
      // Another process is awaited: there is nobody to tell when it is so.
      await sleep(10)
    }
  }
  return {
    until,
    says: (words) => until(() => out.includes(words)),
    signal: (signal) => void child.kill(signal),
    ended,
  }
}

/** Starts it and waits for its end. */
export function runCommand(args: readonly string[], how: How = {}): Promise<Ended> {
  return startCommand(args, how).ended
}
