import * as jose from 'jose'
import { apiKeyOf, bearerOf } from '../api-keys.ts'
import type { Identity } from '../as-role.ts'
import { verifyToken } from '../auth/tokens.ts'
import type { Project } from '../project.ts'
import { DataApiFailure } from './failure.ts'

/** As whom a request runs: the user of its token, or the role of its key if there is no token beside the key. */
export async function identify(
  project: Project,
  request: Request,
  roleOfKey: 'anon' | 'service_role',
): Promise<Identity> {
  const token = bearerOf(request)
  if (project.controls.refusesKeysAsBearer && token?.startsWith('sb_') === true) {
    throw new DataApiFailure(401, 'PGRST301', 'JWT could not be decoded or verified')
  }
  if (token === null || token === apiKeyOf(request)) {
    return { role: roleOfKey, claims: { role: roleOfKey } }
  }
  const claims = await verify(project, token)
  return { role: typeof claims['role'] === 'string' ? claims['role'] : 'anon', claims }
}

async function verify(project: Project, token: string): Promise<jose.JWTPayload> {
  try {
    return await verifyToken(project, token)
  } catch (error) {
    if (error instanceof jose.errors.JWTExpired) {
      throw new DataApiFailure(401, 'PGRST303', 'JWT expired')
    }
    if (error instanceof jose.errors.JWTClaimValidationFailed) {
      throw new DataApiFailure(401, 'PGRST303', `JWT claim "${error.claim}" is not acceptable`)
    }
    throw new DataApiFailure(401, 'PGRST301', 'JWT could not be decoded or verified')
  }
}
