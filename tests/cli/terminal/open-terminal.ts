import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url))

/** Keys that a test presses. */
export const keys = {
  enter: '\r',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  escape: '\u001b',
  down: '\u001b[B',
}

export type TerminalEnd = { code: number | null; raw: string; text: string; settings: string }

export type Terminal = {
  /** Everything written so far, without escape codes. */
  text(): string
  /** Everything written so far, as it came. */
  raw(): string
  /** Waits until the text after the last `expect` has this in it. @throws where the command ends before */
  expect(words: string | RegExp): Promise<void>
  type(text: string): void
  /** `settings`: what `stty -a` says when the command has ended. */
  ended: Promise<TerminalEnd>
  kill(): void
}

export type TerminalOrder = {
  args: readonly string[]
  env: Record<string, string | undefined>
  folder: string
  columns?: number
}

/** `node cli/main.ts` in a pseudo-terminal of that width, with these variables and no others. */
export function openTerminal({ args, env, folder, columns = 80 }: TerminalOrder): Terminal {
  const quoted = [process.execPath, main, ...args].map((word) => `'${word}'`).join(' ')
  const mark = 'the command has ended'
  const line = `stty cols ${columns} rows 50; ${quoted}; code=$?; echo '${mark}'; stty -a; exit $code`
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm-256color', ...env },
  })
  let raw = ''
  let seen = 0
  let hasEnded = false
  child.stdout.on('data', (chunk: Buffer) => (raw += chunk.toString()))
  const text = () => stripVTControlCharacters(raw).replaceAll('\r', '')
  const ended = once(child, 'close').then(([code]) => {
    hasEnded = true
    const [before = '', settings = ''] = raw.split(mark)
    raw = before
    return { code: code as number | null, raw, text: text(), settings }
  })
  return {
    text,
    raw: () => raw,
    async expect(words) {
      for (;;) {
        const rest = text().slice(seen)
        const place = typeof words === 'string' ? rest.indexOf(words) : rest.search(words)
        if (place >= 0) {
          seen += place + 1
          return
        }
        if (hasEnded) throw new Error(`it ended before it said ${String(words)}:\n${text()}`)
        // Another process is awaited: there is nobody to tell when it is so.
        await sleep(20)
      }
    },
    type: (keyed) => void child.stdin.write(keyed),
    ended,
    kill: () => void child.kill('SIGKILL'),
  }
}
