import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import type { TokenType } from './one-time-tokens.ts'
import { findToken, hashToken, spendAllTokens, spendToken } from './one-time-tokens.ts'
import type { User } from './users.ts'
import { confirmUser, getById, updateUser } from './users.ts'
import type { SessionBody } from './sessions.ts'
import { openSession } from './sessions.ts'

// `email` means either of the two emails that sign a user in.
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

/** Spends a token. `null`: the first half of an address change, which signs nobody in. @throws {AuthFailure} */
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
  const user = await getById(sql, token.userId)
  if (user.banned_until !== null && user.banned_until.getTime() > project.now()) {
    throw new AuthFailure(403, 'user_banned', 'User is banned')
  }
  if (type === 'email_change') {
    if (!(await confirmHalf(sql, project, { user, type: token.type }))) return null
  } else {
    await confirmUser(sql, user, new Date(project.now()))
    await spendAllTokens(sql, user.id)
  }
  return await openSession(sql, project, { userId: user.id, factor: 'otp' })
}

/** The address moves once both mailboxes agreed, or only the new one if the project says so. */
async function confirmHalf(
  sql: Transaction,
  project: Project,
  { user, type }: { user: User; type: TokenType },
): Promise<boolean> {
  await spendToken(sql, user.id, type)
  if (project.controls.doubleConfirmChanges && user.email_change_confirm_status === 0) {
    await updateUser(sql, user, { email_change_confirm_status: 1 })
    return false
  }
  const email = user.email_change ?? ''
  // Sessions live on, and `email_confirmed_at` stays, as in Supabase Auth.
  await updateUser(sql, user, {
    email,
    email_change: '',
    email_change_confirm_status: 0,
    updated_at: new Date(project.now()),
    raw_user_meta_data: { ...user.raw_user_meta_data, email },
  })
  await spendAllTokens(sql, user.id)
  return true
}

/** The hash that a POST names, directly or by address and code. @throws {AuthFailure} 400 */
export function tokenHashOf(body: Record<string, unknown>): string {
  const { token_hash: tokenHash, token, email } = body
  if (typeof tokenHash === 'string' && tokenHash !== '') {
    if (token || email) {
      throw new AuthFailure(400, 'validation_failed', 'Only token_hash and type are expected')
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
