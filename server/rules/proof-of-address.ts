import { GatewayError } from '../errors.ts'
import { foldAddress } from './fold-address.ts'
import type { FoldedAddress } from './proved.ts'

/** What a good access token proves. */
export type Proof = {
  /** The address as the token spells it. */
  email: string
  /** Its fold: the key to the customers. */
  address: FoldedAddress
}

/** Methods that a person passes only by reading the mailbox. GoTrue's names: supabase/auth internal/models/factor.go. */
const mailFactors = new Set(['otp', 'magiclink', 'email/signup'])
const secondFactors = new Set(['totp', 'mfa/phone', 'mfa/webauthn'])
const skewSeconds = 5

/**
 * Judges the claims of a Supabase access token whose signature, issuer and audience were already found good.
 * Supabase has no trustworthy "verified" claim: the proof is `amr`, how the person signed in. It fails closed.
 *
 * @throws `token_invalid` wrong role or shape; `email_unproven` the sign-in does not prove the mailbox;
 * `sign_in_too_old` it did, but too long ago.
 */
export function assertProofOfAddress(
  claims: Record<string, unknown>,
  { nowSeconds, maxAgeSeconds }: { nowSeconds: number; maxAgeSeconds: number },
): Proof {
  if (claims.role !== 'authenticated')
    throw new GatewayError('token_invalid', 'the token\'s "role" is not "authenticated"')
  if (!isAuthenticated(claims.aud))
    throw new GatewayError('token_invalid', 'the token\'s "aud" is not "authenticated"')
  if (typeof claims.iat === 'number' && claims.iat > nowSeconds + skewSeconds)
    throw new GatewayError('token_invalid', 'the token\'s "iat" lies in the future')
  if (claims.is_anonymous !== undefined && claims.is_anonymous !== false)
    throw unproven('"is_anonymous" is set')
  if (claims.client_id !== undefined && claims.client_id !== null)
    throw unproven('"client_id" is set: the token was made for another application')
  if (claims.phone !== undefined && claims.phone !== null && claims.phone !== '')
    throw unproven('"phone" is set: the code may have come by SMS')
  const { email } = claims
  if (typeof email !== 'string' || !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(email))
    throw unproven('"email" is not an ASCII address')

  const newest = newestMailFactor(claims.amr)
  if (newest > nowSeconds + skewSeconds) throw unproven('"amr" lies in the future')
  if (nowSeconds - newest > maxAgeSeconds)
    throw new GatewayError('sign_in_too_old', 'the sign-in is older than SIGN_IN_MAX_AGE_SECONDS')
  return { email, address: foldAddress(email) }
}

/** As a word, or as a list of just it: the first token after a start of Auth where a hook makes the claims. */
function isAuthenticated(audience: unknown): boolean {
  const [first, ...others] = Array.isArray(audience) ? (audience as unknown[]) : [audience]
  return first === 'authenticated' && others.length === 0
}

/** Unix seconds of the latest first factor; every first factor must be one of the mailbox. */
function newestMailFactor(amr: unknown): number {
  if (!Array.isArray(amr)) throw unproven('"amr" is not a list')
  let newest = Number.NEGATIVE_INFINITY
  for (const factor of amr as unknown[]) {
    if (typeof factor !== 'object' || factor === null) throw unproven('"amr" holds no objects')
    const { method, timestamp } = factor as Record<string, unknown>
    if (typeof method !== 'string') throw unproven('"amr" names no method')
    if (secondFactors.has(method)) continue
    if (!mailFactors.has(method)) throw unproven('"amr" holds a method other than a mailed one')
    if (typeof timestamp !== 'number') throw unproven('"amr" says no time')
    newest = Math.max(newest, timestamp)
  }
  if (!Number.isFinite(newest)) throw unproven('"amr" holds no first factor')
  return newest
}

function unproven(why: string): GatewayError {
  return new GatewayError('email_unproven', `the token does not prove the address: ${why}`)
}
