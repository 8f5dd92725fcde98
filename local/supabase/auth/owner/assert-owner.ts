import { apiKeyOf, bearerOf, roleOfApiKey } from '../../api-keys.ts'
import type { Project } from '../../project.ts'
import { AuthFailure } from '../failure.ts'
import { verifyToken } from '../tokens.ts'

/**
 * Only the project's owner may: the bearer's role is `service_role`. A new secret key needs no bearer: what is in front
 * of Auth puts a token of that role in its place. @throws {AuthFailure} 401, 403
 */
export async function assertOwner(project: Project, request: Request): Promise<void> {
  const key = apiKeyOf(request) ?? ''
  const token = bearerOf(request)
  const isNew = key.startsWith('sb_')
  if (token === null && isNew && roleOfApiKey(project, request) === 'service_role') return
  if (token === null)
    throw new AuthFailure(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
  const isKey = token === key && !(isNew && project.controls.refusesKeysAsBearer)
  const role = isKey ? roleOfApiKey(project, request) : await roleIn(project, token)
  if (role !== 'service_role') throw new AuthFailure(403, 'not_admin', 'User not allowed')
}

/** The same, as a question: nobody asks the owner for a captcha. */
export async function isOwner(project: Project, request: Request): Promise<boolean> {
  try {
    await assertOwner(project, request)
    return true
  } catch (error) {
    if (error instanceof AuthFailure) return false
    throw error
  }
}

async function roleIn(project: Project, token: string): Promise<unknown> {
  const claims = await verifyToken(project, token).catch((error: Error) => {
    throw new AuthFailure(403, 'bad_jwt', `invalid JWT: ${error.message}`)
  })
  return claims['role']
}
