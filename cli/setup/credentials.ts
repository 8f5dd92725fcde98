import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { SetupFault } from '../terminal/setup-fault.ts'

/** A value that the owner has to bring: where to get it, and how it is tested. */
export type Credential = {
  /** The variable that brings it without a question. */
  name: string
  /** What it is, for the question. */
  what: string
  /** Where to get it, and what to do there. */
  where: readonly string[]
  /** What is wrong with its form, in one sentence. */
  judge(value: string): string | undefined
  /**
   * Asks its service. What is wrong with it, in one sentence, or nothing.
   * @param warn gets what the owner should know of one that will do
   */
  prove(value: string, warn: (words: string) => void): Promise<string | undefined>
}

type People = { env: Environment; asker: Asker | null; out: Output }

/** If nobody can be asked, everything that is missing is reported at once. @throws {UsageError} */
export function assertGiven(credentials: readonly Credential[], { env, asker }: People): void {
  const missing = credentials.filter(({ name }) => env[name] === undefined)
  if (asker !== null || missing.length === 0) return
  const lines = missing.map(({ name, what, where }) => [`${name}: ${what}`, ...where].join('\n  '))
  throw new UsageError(lines.join('\n'))
}

/**
 * Takes the credential from the variables, or asks for it until its service accepts it. Never prints it.
 * @param people.env gets the value
 * @throws {SetupFault} if a value is refused, and nobody can be asked for another
 */
export async function gatherCredential(credential: Credential, people: People): Promise<void> {
  const { env, asker, out } = people
  const { name, what, where, judge } = credential
  const given = env[name]
  const warn = (words: string) => say(out, words)
  const refusal = async (value: string) => judge(value) ?? (await credential.prove(value, warn))
  let fault = given === undefined ? undefined : await refusal(given)
  if (given !== undefined && fault === undefined) return
  if (asker === null) throw new SetupFault(`${name}: ${fault ?? 'it is not set'}`)
  say(out)
  for (const line of where) say(out, line)
  for (;;) {
    if (fault !== undefined) say(out, `${name}: ${fault}`)
    const answer = await asker.secret({ message: what, judge })
    fault = await refusal(answer)
    if (fault !== undefined) continue
    env[name] = answer
    return
  }
}
