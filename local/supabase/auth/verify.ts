import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import {
  findToken,
  hashToken,
  spendAllTokens,
  spendToken,
  type TokenType,
} from './one-time-tokens.ts'
import { confirmPerson, getById } from './people.ts'
import { openSession, type SessionBody } from './sessions.ts'

// `email` stands for both mails that sign a person in.
const tokenTypes: Record<string, TokenType[]> = {
  email: ['confirmation_token', 'recovery_token'],
  signup: ['confirmation_token'],
  magiclink: ['recovery_token'],
  recovery: ['recovery_token'],
  invite: ['confirmation_token'],
  email_change: ['email_change_token_current', 'email_change_token_new'],
}

export const halfConfirmed =
  'Confirmation link accepted. Please proceed to confirm link sent to the other email'

/** Spends a token. null: the first half of an e-mail change, which signs nobody in. */
export async function redeemToken(
  sql: Transaction,
  project: Project,
  { type, tokenHash }: { type: string; tokenHash: string },
): Promise<SessionBody | null> {
  const types = tokenTypes[type]
  if (types === undefined) {
    throw new AuthFailure(400, 'validation_failed', `Unsupported verification type "${type}"`)
  }
  const token = await findToken(sql, project, { tokenHash, types })
  const { personId } = token
  const person = await getById(sql, personId)
  if (person.banned_until !== null && person.banned_until.getTime() > project.now()) {
    throw new AuthFailure(403, 'user_banned', 'User is banned')
  }
  if (type === 'email_change') {
    if (!(await confirmHalf(sql, project, token))) return null
  } else {
    await confirmPerson(sql, personId, new Date(project.now()))
    await spendAllTokens(sql, personId)
  }
  return await openSession(sql, project, { personId, factor: 'otp' })
}

/** The address moves when both mailboxes agreed; the new one alone suffices where the project says so. */
async function confirmHalf(
  sql: Transaction,
  project: Project,
  { personId, type }: { personId: string; type: TokenType },
): Promise<boolean> {
  const person = await getById(sql, personId)
  await spendToken(sql, personId, type)
  if (project.controls.doubleConfirmChanges && person.email_change_confirm_status === 0) {
    await sql.query('update auth.users set email_change_confirm_status = 1 where id = $1', [
      personId,
    ])
    return false
  }
  // Sessions live on and `email_confirmed_at` stays, as in Supabase Auth.
  await sql.query(
    `update auth.users
     set email = email_change, email_change = '', email_change_confirm_status = 0, updated_at = $2,
       raw_user_meta_data = raw_user_meta_data || jsonb_build_object('email', email_change)
     where id = $1`,
    [personId, new Date(project.now())],
  )
  await spendAllTokens(sql, personId)
  return true
}

/** The hash that a POST names: itself, or by address and code. */
export function tokenHashOf(body: Record<string, unknown>): string {
  const { token_hash: tokenHash, token, email } = body
  if (typeof tokenHash === 'string' && tokenHash !== '') {
    if (token || email) {
      throw new AuthFailure(400, 'validation_failed', 'token_hash and type alone are expected')
    }
    return tokenHash
  }
  if (typeof token !== 'string' || token === '') {
    throw new AuthFailure(400, 'validation_failed', 'A token or a token_hash is required')
  }
  if (typeof email !== 'string' || email === '') {
    throw new AuthFailure(400, 'validation_failed', 'A token needs its address')
  }
  return hashToken(email.toLowerCase(), token)
}
