import { GatewayError } from '../../errors.ts'
import type { TokenRecords } from '../../gateways/supabase/tokens/token-records.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import type { AccessToken } from '../../rules/proved.ts'
import { started } from '../visitors/started.ts'
import type { VisitorsWorld } from '../visitors/visitors-world.ts'

export type TokensWorld = Pick<VisitorsWorld, 'tokens' | 'project'> & {
  records: TokenRecords
  /** Milliseconds. */
  now: () => number
}

/**
 * Who asks, once the project's settings let a sign-in prove it.
 * @throws `token_missing`, `token_invalid`, `token_expired`, `sign_in_too_old`, `email_unproven`, `project_unsafe`,
 * `auth_unavailable`
 */
export async function assertProof(
  { tokens, project }: Pick<TokensWorld, 'tokens' | 'project'>,
  authorization: string | null,
): Promise<Proof & { token: AccessToken }> {
  const safe = started(project.assertConfirmationsOn())
  const proof = await tokens.prove(authorization)
  await safe
  return proof
}

/** What the database, which knows of changed addresses, finds unproven. */
export function unproven(): GatewayError {
  return new GatewayError('email_unproven', 'the database finds the address unproven')
}
