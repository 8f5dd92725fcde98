import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import type { Claims } from './tokens.ts'

const required = 'aud exp iat sub email phone role aal session_id is_anonymous'.split(' ')

/** The claims as the owner's function wants them. @throws {AuthFailure} 500 */
export async function askForClaims(
  sql: Transaction,
  project: Project,
  { claims, method }: { claims: Claims; method: string },
): Promise<Claims> {
  // The first token after a start: the library that signs learns only then to write one audience as a word.
  const aud = project.memory.hasSigned ? claims['aud'] : [claims['aud']]
  project.memory.hasSigned = true
  if (!project.controls.hooks.includes('custom_access_token')) return claims
  const told = await askHook(sql, 'custom_access_token', {
    user_id: claims['sub'],
    claims: { ...claims, aud },
    authentication_method: method,
  })
  const own = (told['claims'] ?? {}) as Claims
  const missing = required.filter((name) => !(name in own))
  if (missing.length > 0)
    throw new AuthFailure(500, 'unexpected_failure', `claims are missing: ${missing.join(', ')}`)
  // What the function left out is left out.
  return { ...Object.fromEntries(Object.keys(claims).map((name) => [name, undefined])), ...own }
}

/** Lets the owner's function refuse somebody new. @throws {AuthFailure} as it says */
export async function askBeforeUserCreated(
  sql: Transaction,
  project: Project,
  user: object,
): Promise<void> {
  if (!project.controls.hooks.includes('before_user_created')) return
  await askHook(sql, 'before_user_created', { user })
}

/** Calls the function of that name in `public`. @throws {AuthFailure} as it says */
export async function askHook(
  sql: Transaction,
  name: string,
  event: object,
): Promise<Record<string, unknown>> {
  const { rows } = await sql.query<{ told: Record<string, unknown> }>(
    `select public.${name}($1) as told`,
    [event],
  )
  const told = rows[0]?.told ?? {}
  const error = told['error'] as { http_code?: number; message?: string } | undefined
  if (error?.message) throw new AuthFailure(error.http_code ?? 500, 'unknown', error.message)
  return told
}
