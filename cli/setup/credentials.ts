import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'
import type { Steps } from '../terminal/steps.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { SetupFault } from '../terminal/setup-fault.ts'

/** A value that the owner has to bring: where to get it, and how it is tested. */
export type Credential = {
  /** The variable that brings it without a question. */
  name: string
  /** What it is, for the question. */
  what: string
  /** What to do on the page where it is. */
  where: string
  /** That page. */
  opens: string
  /** What else to know there. */
  notes: readonly string[]
  /** What is wrong with its form, in one sentence. */
  judge(value: string): string | undefined
  /**
   * Asks its service. What is wrong with it, in one sentence, or nothing.
   * @param warn gets what the owner should know of one that will do
   */
  prove(value: string, warn: (words: string) => void): Promise<string | undefined>
}

type People = { env: Environment; asker: Asker | null; steps: Steps }

/** If nobody can be asked, everything that is missing is reported at once. @throws {UsageError} */
export function assertGiven(
  credentials: readonly Credential[],
  { env, asker }: Omit<People, 'steps'>,
): void {
  const missing = credentials.filter(({ name }) => env[name] === undefined)
  if (asker !== null || missing.length === 0) return
  const lines = missing.map(({ name, what, where, opens, notes }) =>
    [`${name}: ${what}`, where, opens, ...notes].join('\n  '),
  )
  throw new UsageError(lines.join('\n'))
}

/**
 * Takes the credential from the variables, or asks for it until its service accepts it. Never prints it.
 * @param people.env gets the value
 * @throws {SetupFault} if a value is refused, and nobody can be asked for another
 */
export async function gatherCredential(credential: Credential, people: People): Promise<void> {
  const { env, asker, steps } = people
  const { name, what, judge, opens } = credential
  const given = env[name]
  const warn = (words: string) => steps.say(words)
  const refusal = async (value: string) =>
    judge(value) ?? (await steps.turn('Trying it', () => credential.prove(value, warn)))
  const fault = given === undefined ? undefined : await refusal(given)
  if (given !== undefined && fault === undefined) return
  if (asker === null) throw new SetupFault(`${name}: ${fault ?? 'it is not set'}`)
  sayWhere(credential, { asker, steps })
  if (fault !== undefined) steps.say(`The one in ${name} won't do: ${fault}`)
  for (;;) {
    const answer = await asker.secret({ message: what, judge, opens })
    const wrong = await refusal(answer)
    if (wrong !== undefined) {
      steps.say(wrong.charAt(0).toUpperCase() + wrong.slice(1))
      continue
    }
    env[name] = answer
    return
  }
}

/** The address has a line of its own, so that no window breaks it between words. */
function sayWhere(
  { where, opens, notes }: Credential,
  { asker, steps }: { asker: Asker; steps: Steps },
): void {
  for (const line of ['', where, opens, ...notes]) steps.say(line)
  if (asker.opensPages) steps.say('Enter opens that page in your browser.')
}
