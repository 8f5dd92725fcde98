import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Variables } from './run-command.ts'
import { main, surroundings } from './run-command.ts'
import { drawScreen } from './screen.ts'

/** Keys that a test presses. */
export const keys = {
  enter: '\r',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  escape: '\u001b',
  backspace: '\u007f',
}

/** Only a command that hangs takes longer, on however busy a machine. */
const patienceMilliseconds = 150_000

/** `raw`: everything as it was written; `settings`: what `stty -a` says afterwards. */
export type TerminalEnd = {
  code: number | null
  raw: string
  settings: string
  /** What is on the screen. */
  text: string
  /** The same without line ends, which come anywhere between words. */
  words: string
}

export type Terminal = {
  /** Waits until the screen shows these words, wherever its lines end. @throws if it never does */
  expect(words: string | RegExp): Promise<void>
  type(text: string): void
  ended: Promise<TerminalEnd>
  kill(): void
}

export type TerminalOrder = {
  args: readonly string[]
  env: Variables
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
    env: { ...surroundings, HOME: folder, TERM: 'xterm-256color', ...env },
  })
  let raw = ''
  let hasEnded = false
  // What arrives may end in the middle of a character.
  child.stdout.setEncoding('utf8').on('data', (text: string) => (raw += text))
  const textNow = () =>
    drawScreen(raw, columns)
      .map(({ text }) => text)
      .join('\n')
  const ended = once(child, 'close').then(([code]): TerminalEnd => {
    const [before = '', settings = ''] = raw.split(mark)
    raw = before
    hasEnded = true
    const text = textNow()
    return { code: code as number | null, raw, settings, text, words: wordsOf(text) }
  })
  return {
    async expect(words) {
      const endsAt = performance.now() + patienceMilliseconds
      for (let drawn = -1; ;) {
        const isLast = hasEnded || performance.now() > endsAt
        if (raw.length !== drawn) {
          drawn = raw.length
          const shown = wordsOf(textNow())
          if (typeof words === 'string' ? shown.includes(words) : words.test(shown)) return
        }
        if (isLast) throw new Error(`it never showed ${String(words)}, only:\n${textNow()}`)
        // Another process is awaited: there is nobody to tell when it is so.
        await sleep(20)
      }
    },
    type: (keyed) => void child.stdin.write(keyed),
    ended,
    kill: () => void child.kill('SIGKILL'),
  }
}

function wordsOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
