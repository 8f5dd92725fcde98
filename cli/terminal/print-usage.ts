import type { Output } from './wrap.ts'
import { say } from './wrap.ts'

/** Prints how a command is used; what does not fit the window goes on below its own column. */
export function printUsage(usage: string, out: Output): void {
  for (const line of usage.trimEnd().split('\n')) {
    const name = /^ {2}\S.*? {2,}/.exec(line)?.[0] ?? ''
    say(out, line, ' '.repeat(name.length))
  }
}
