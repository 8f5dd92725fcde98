import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url))
const ours = /^(SUPABASE|STRIPE)_|^FRONTEND_URL$/

export type Ended = { code: number | null; out: string; err: string; milliseconds: number }

export type Command = {
  /** Waits until this is so. @throws where the command ends before */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>
  signal(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

/**
 * Starts `node cli/main.ts` as its owner would, with the variables of the test's world and no others, in an empty folder.
 * @param how.isTerminal both streams are one pseudo-terminal
 */
export async function startCommand(
  args: string[],
  how: { env?: Record<string, string | undefined>; isTerminal?: boolean } = {},
): Promise<Command> {
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-cli-'))
  const world = Object.entries(process.env).filter(([name]) => ours.test(name))
  const env = { PATH: process.env.PATH, ...Object.fromEntries(world), ...how.env }
  const words = [process.execPath, main, ...args]
  const startedAt = performance.now()
  const child = how.isTerminal
    ? spawn('script', ['-qfec', `stty cols 80; exec ${words.join(' ')}`, '/dev/null'], {
        cwd: folder,
        env,
      })
    : spawn(words[0]!, words.slice(1), { cwd: folder, env })
  let out = ''
  let err = ''
  let hasEnded = false
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = once(child, 'close').then(async ([code]): Promise<Ended> => {
    hasEnded = true
    await rm(folder, { recursive: true, force: true })
    return { code: code as number | null, out, err, milliseconds: performance.now() - startedAt }
  })
  return {
    async until(isSo) {
      while (!(await isSo())) {
        if (hasEnded) throw new Error(`it ended before that: ${out}${err}`)
        // Another process is awaited: there is nobody to tell when it is so.
        await sleep(10)
      }
    },
    signal: (signal) => void child.kill(signal),
    ended,
  }
}

/** Starts it and waits for its end. */
export async function runCommand(...order: Parameters<typeof startCommand>): Promise<Ended> {
  return (await startCommand(...order)).ended
}
