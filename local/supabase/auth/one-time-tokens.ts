import type { Transaction } from '@electric-sql/pglite'
import { createHash, randomInt } from 'node:crypto'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'

export type TokenType =
  'confirmation_token' | 'recovery_token' | 'email_change_token_current' | 'email_change_token_new'

/** What an email carries: the code, and in its link the hash of address and code. */
export type OneTimeToken = { code: string; tokenHash: string }

export function hashToken(email: string, code: string): string {
  return createHash('sha224').update(`${email}${code}`).digest('hex')
}

/** Draws a code for an address. It replaces the user's former one of that type. */
export async function issueToken(
  sql: Transaction,
  project: Project,
  { userId, type, email }: { userId: string; type: TokenType; email: string },
): Promise<OneTimeToken> {
  const digits = Array.from({ length: project.controls.otpLength }, () => randomInt(10))
  const code = digits.join('')
  const tokenHash = hashToken(email, code)
  await sql.query(
    `insert into auth.one_time_tokens as kept (user_id, token_type, token_hash, relates_to, created_at)
     values ($1, $2, $3, $4, $5)
     on conflict (user_id, token_type) do update
       set token_hash = excluded.token_hash, relates_to = excluded.relates_to, created_at = excluded.created_at`,
    [userId, type, tokenHash, email, new Date(project.now())],
  )
  return { code, tokenHash }
}

/** Finds a token's user. Wrong, spent, replaced and expired tokens look alike. @throws {AuthFailure} 403 */
export async function findToken(
  sql: Transaction,
  project: Project,
  { tokenHash, types }: { tokenHash: string; types: TokenType[] },
): Promise<{ userId: string; type: TokenType }> {
  const since = new Date(project.now() - project.controls.otpExpirySeconds * 1000)
  const found = await sql.query<{ userId: string; type: TokenType }>(
    `select user_id as "userId", token_type as type from auth.one_time_tokens
     where token_hash = $1 and token_type = any($2) and created_at > $3`,
    [tokenHash, types, since],
  )
  const [token] = found.rows
  if (token === undefined) {
    throw new AuthFailure(403, 'otp_expired', 'Token has expired or is invalid')
  }
  return token
}

export async function spendToken(sql: Transaction, userId: string, type: TokenType) {
  await sql.query('delete from auth.one_time_tokens where user_id = $1 and token_type = $2', [
    userId,
    type,
  ])
}

export async function spendAllTokens(sql: Transaction, userId: string): Promise<void> {
  await sql.query('delete from auth.one_time_tokens where user_id = $1', [userId])
}
