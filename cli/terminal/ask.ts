import type { WriteStream } from 'node:tty'
import { CANCEL_SYMBOL, confirm, password, select, text } from '@clack/prompts'
import { findOpener, openAddress } from './open-address.ts'
import { StoppedError } from './stopping.ts'
import { wrap } from './wrap.ts'

type Question = {
  message: string
  /** What is wrong with the answer, in one sentence; nothing if it is right. */
  judge?: (answer: string) => string | undefined
  /** A page that helps to answer: Enter without an answer opens it, if `opensPages`. */
  opens?: string
}

/** Asks the owner at a terminal. Every question: @throws {StoppedError} */
export type Asker = {
  /** Never shown, not even if it was wrong. */
  secret(question: Question): Promise<string>
  line(question: Question & { example?: string }): Promise<string>
  choose<T extends string>(
    message: string,
    options: readonly { value: T; label: string }[],
  ): Promise<T>
  /** Enter means yes if `isSafe`, otherwise no. */
  confirm(message: string, how: { isSafe: boolean }): Promise<boolean>
  /** Whether this machine can open a page in a browser. */
  readonly opensPages: boolean
  /** How many questions have been asked so far. */
  readonly asked: number
}

/** An asker at this terminal. Answers are trimmed: pasting brings blanks along. */
export function createAsker(out: WriteStream): Asker {
  const fit = (message: string) => fitTo(out, message)
  const common = { output: out, withGuide }
  let asked = 0
  const ask = async <T>(
    question: (signal: AbortSignal) => Promise<T | typeof CANCEL_SYMBOL>,
  ): Promise<T> => {
    asked += 1
    const answer = await untilInputEnds(question)
    if (answer === CANCEL_SYMBOL) throw new StoppedError()
    return answer
  }
  const opener = findOpener({ platform: process.platform, env: process.env })
  const judged = (question: Question) => (answer: string | undefined) => {
    const trimmed = answer?.trim() ?? ''
    const fault = trimmed === '' ? withoutAnswer(question, opener) : question.judge?.(trimmed)
    return fault === undefined ? undefined : fit(fault)
  }
  return {
    async secret(question) {
      const message = fit(question.message)
      const validate = judged(question)
      return (await ask((signal) => password({ message, validate, signal, ...common }))).trim()
    },
    async line(question) {
      const { example } = question
      const message = fit(question.message)
      const validate = judged(question)
      const shown = example === undefined ? {} : { placeholder: example }
      const answer = await ask((signal) => text({ message, validate, signal, ...common, ...shown }))
      return answer.trim()
    },
    choose: <T extends string>(
      message: string,
      options: readonly { value: T; label: string }[],
    ): Promise<T> =>
      ask<string>((signal) =>
        select<string>({
          message: fit(message),
          options: [...options],
          signal,
          ...common,
          showInstructions: false,
        }),
      ) as Promise<T>,
    confirm: (message, { isSafe }) =>
      ask((signal) => confirm({ message: fit(message), initialValue: isSafe, signal, ...common })),
    opensPages: opener !== null,
    get asked() {
      return asked
    },
  }
}

/** Enter, and nothing before it: the page is opened, if there is one. @returns what the owner is told */
function withoutAnswer({ opens }: Question, opener: ReturnType<typeof findOpener>): string {
  if (opens === undefined || opener === null) return 'This is required. Press Ctrl-C to quit.'
  openAddress(opens, opener)
  return 'Your browser was asked to open the page. Paste here what you find there.'
}

/** The rail at the left costs width, and a narrow window has none to spare. */
const withGuide = false

/** The library breaks long lines anywhere, also in the middle of a word: so no line may be too long. */
function fitTo(out: WriteStream, message: string): string {
  // Typed as a number, but absent if no window is known.
  const columns = out.columns || 80
  return wrap(message, { write: () => true, isTTY: true, columns: columns - 3 }, '   ')
}

/** The library waits forever if the input ends or Ctrl-D is pressed: both stop the command. */
async function untilInputEnds<T>(question: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { stdin } = process
  const end = new AbortController()
  const stop = () => end.abort()
  const onKey = (_: string | undefined, key: { ctrl?: boolean; name?: string }) => {
    if (key.ctrl === true && key.name === 'd') stop()
  }
  stdin.on('end', stop).on('close', stop).on('keypress', onKey)
  try {
    return await question(end.signal)
  } finally {
    stdin.off('end', stop).off('close', stop).off('keypress', onKey)
  }
}
