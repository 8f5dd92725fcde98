import { unicodeOr } from '@clack/prompts'
import { paint } from './paint.ts'
import type { Output } from './wrap.ts'
import { say, wrap } from './wrap.ts'

/** Something that takes its time; it may say more exactly what is under way. */
type Act<T> = (now: (says: string) => void) => Promise<T>

/** What is under way, for whoever watches. Steps may be within a turn. */
export type Steps = {
  /**
   * A step of the work. On a terminal it turns, and ends with a tick and its seconds, or with a cross if it fails;
   * elsewhere it is one plain line, written before it begins.
   */
  step<T>(says: string, act: () => Promise<T>): Promise<T>
  /** What only takes its time: on a terminal it turns, and is gone in the end; elsewhere nothing is seen of it. */
  turn<T>(says: string, act: Act<T>): Promise<T>
  /** The same, and elsewhere one plain line. */
  wait<T>(says: string, act: Act<T>): Promise<T>
  /** A line of its own, also in the middle of a step. */
  say(text: string, indent?: string): void
  /** Whatever writes lines of its own in the middle of a step. */
  write(lines: () => void): void
}

const frames = unicodeOr('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', '-\\|/').split('')
const tick = unicodeOr('✓', 'v')
const cross = unicodeOr('✗', 'x')
const everyMilliseconds = 80
const eraseLine = '\r\u001b[K'

/** Hides no cursor and takes no key: whatever ends the process leaves the terminal as it was. */
export function createSteps(out: Output): Steps {
  return out.isTTY === true ? createTurning(out) : createPlain(out)
}

function createPlain(out: Output): Steps {
  return {
    step(says, act) {
      say(out, `  ${says}`)
      return act()
    },
    turn: (_, act) => act(() => undefined),
    wait(says, act) {
      say(out, `${says} ...`)
      return act(() => undefined)
    },
    say: (text) => say(out, text),
    write: (lines) => lines(),
  }
}

type Running = { says: string; startedAt: number }

function createTurning(out: Output): Steps {
  const running: Running[] = []
  let frame = 0
  let timer: NodeJS.Timeout | undefined
  const draw = () => {
    const now = running.at(-1)
    if (now === undefined) return
    frame = (frame + 1) % frames.length
    // A line that is too long could not be erased again.
    const room = (out.columns || 80) - 3
    const text = `${now.says} ${secondsSince(now.startedAt)}`
    const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text
    out.write(`${eraseLine}${paint('cyan', frames[frame]!, out)} ${shown}`)
  }
  const write = (lines: () => void) => {
    if (running.length > 0) out.write(eraseLine)
    lines()
    draw()
  }
  const turn = async <T>(says: string, act: Act<T>): Promise<T> => {
    const now = { says, startedAt: performance.now() }
    running.push(now)
    timer ??= setInterval(draw, everyMilliseconds).unref()
    draw()
    try {
      return await act((exactly) => (now.says = exactly))
    } finally {
      running.pop()
      out.write(eraseLine)
      if (running.length === 0) {
        clearInterval(timer)
        timer = undefined
      }
    }
  }
  return {
    turn,
    wait: turn,
    write,
    async step(says, act) {
      const startedAt = performance.now()
      const end = (mark: string, color: 'green' | 'red') => {
        const line = wrap(`${mark} ${says} ${secondsSince(startedAt)}`, out, '  ')
        write(() => out.write(`${paint(color, mark, out)}${line.slice(mark.length)}\n`))
      }
      try {
        const answer = await turn(says, act)
        end(tick, 'green')
        return answer
      } catch (error) {
        end(cross, 'red')
        throw error
      }
    },
    say: (text, indent) => write(() => say(out, text, indent)),
  }
}

/** With a blank that does not break: `(0.4 s)`. */
function secondsSince(startedAt: number): string {
  const seconds = (performance.now() - startedAt) / 1000
  return `(${seconds.toFixed(seconds < 10 ? 1 : 0)}\u00a0s)`
}
