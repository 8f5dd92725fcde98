import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** Variables by name, as the owner has them; an empty one counts as absent. */
export type Environment = Record<string, string | undefined>

const ours =
  /^(SUPABASE|STRIPE|NETLIFY|SMTP|TURNSTILE)_\w+$|^(FRONTEND_URL|URL|ALLOWED_ORIGINS|SIGN_IN_MAX_AGE_SECONDS)$/

/**
 * Our variables alone: those of the process, and for the rest those of `.env` in the folder.
 * @param given what stands in for `process.env`
 */
export async function readEnvironment(
  folder: string,
  given: Environment = process.env,
): Promise<Environment> {
  const text = await readFile(join(folder, '.env'), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  })
  const all = { ...parseEnv(text), ...withoutEmpty(given) }
  return Object.fromEntries(Object.entries(withoutEmpty(all)).filter(([name]) => ours.test(name)))
}

function withoutEmpty(variables: Environment): Environment {
  return Object.fromEntries(
    Object.entries(variables).filter(([, value]) => (value ?? '').trim() !== ''),
  )
}
