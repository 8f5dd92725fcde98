import type { Asker } from '../terminal/ask.ts'
import type { Steps } from '../terminal/steps.ts'
import type { Environment } from '../variables/environment.ts'
import type { Credential } from './credentials.ts'
import { gatherCredential } from './credentials.ts'
import { createSupabaseAccess } from './supabase-access.ts'
import { netlifyToken, setupKey, supabaseToken } from './wanted-credentials.ts'

/**
 * Asks whether the keys and tokens that were missing are given now, and for each of them. They are used for this run only.
 * @param names of the variables that would bring them
 * @param env gets the values
 * @returns whether they were given
 * @throws {StoppedError}
 */
export async function askForMissing(
  names: readonly string[],
  { env, asker, steps }: { env: Environment; asker: Asker; steps: Steps },
): Promise<boolean> {
  if (names.length === 0) return false
  const question = `Give ${names.join(', ')} now, and check the rest?`
  if (!(await asker.confirm(question, { isSafe: false }))) return false
  const all = [
    setupKey(env),
    supabaseToken(createSupabaseAccess(env), null),
    netlifyToken(env),
  ].filter(({ name }) => names.includes(name))
  for (const credential of all) await gatherCredential(untried(credential), { env, asker, steps })
  return true
}

/** The checks say what is wrong with it, and need less of it than setup. */
function untried(credential: Credential): Credential {
  return { ...credential, prove: async () => undefined }
}
