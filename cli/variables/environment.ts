import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { VariableName } from '#server/needs.ts'
import { variables } from '#server/needs.ts'

/** Variables by name, as the owner has them; an empty one counts as absent. */
export type Environment = Record<string, string | undefined>

const names = new Set<string>(variables.flatMap(({ name, otherName = name }) => [name, otherName]))
/** What only these commands take: keys for setup, the email server, the captcha's secret, where stand-ins are. */
const forCommands = /^(SUPABASE|STRIPE|NETLIFY|SMTP|TURNSTILE)_\w+$/

/**
 * Only our variables: those of the process, and for the rest those of `.env` in the folder.
 * @param given what is used in place of `process.env`
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
  return Object.fromEntries(
    Object.entries(withoutEmpty(all)).filter(([name]) => names.has(name) || forCommands.test(name)),
  )
}

/**
 * A variable's value without the blanks around it, under its own name or its other one.
 * @returns `null` if it has none
 */
export function valueOf(env: Environment, name: VariableName): string | null {
  const otherName = variables.find((each) => each.name === name)?.otherName
  const other = otherName === undefined ? '' : (env[otherName]?.trim() ?? '')
  // Elsewhere this name holds a connection string with a password.
  const isUsable = otherName !== 'SUPABASE_DATABASE_URL' || /^https?:/.test(other)
  return env[name]?.trim() || (isUsable ? other : '') || null
}

function withoutEmpty(variables: Environment): Environment {
  return Object.fromEntries(
    Object.entries(variables).filter(([, value]) => (value ?? '').trim() !== ''),
  )
}
