import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import type { TokenType } from './one-time-tokens.ts'
import {
  dropAllRows,
  dropRow,
  findRow,
  hashToken,
  isCode,
  isFresh,
  pkcePrefix,
} from './one-time-tokens.ts'
import type { User } from './users.ts'
import {
  assertNotBanned,
  confirmUser,
  findByEmail,
  getById,
  isAddress,
  updateUser,
} from './users.ts'

/** A token as a request names it: by its link's hash, or by address and code. */
export type Named = { tokenHash: string } | { email: string; code: string }

// `email` means either of the two emails that sign a user in.
const tokenTypes: Record<string, TokenType[]> = {
  email: ['confirmation_token', 'recovery_token'],
  signup: ['confirmation_token'],
  invite: ['confirmation_token'],
  magiclink: ['recovery_token'],
  recovery: ['recovery_token'],
  email_change: ['email_change_token_current', 'email_change_token_new'],
}

export const halfConfirmed =
  'Confirmation link accepted. Please proceed to confirm link sent to the other email'

/**
 * Spends a token, and says which kind `email` was. `null`: the first half of an address change, which signs nobody in.
 * @throws {AuthFailure} 400, 403
 */
export async function redeemToken(
  sql: Transaction,
  project: Project,
  { type, ...named }: { type: string } & Named,
): Promise<{ user: User; type: string } | null> {
  const types = tokenTypes[type] ?? []
  const token =
    'tokenHash' in named
      ? await findByLink(sql, project, { tokenHash: named.tokenHash, types })
      : await findByCode(sql, project, { ...named, types })
  const { user } = token
  if (type === 'email_change') {
    if (!(await confirmHalf(sql, project, token))) return null
  } else {
    await updateUser(sql, user, { [token.type]: '' })
    if (token.type === 'confirmation_token' || user.email_confirmed_at === null)
      await confirmUser(sql, user, new Date(project.now()))
    await dropAllRows(sql, user.id)
  }
  const either = token.type === 'recovery_token' ? 'magiclink' : 'signup'
  return { user: await getById(sql, user.id), type: type === 'email' ? either : type }
}

type Found = { user: User; type: TokenType }

/** The row names the user; how old it may be, the column says. */
async function findByLink(
  sql: Transaction,
  project: Project,
  { tokenHash, types }: { tokenHash: string; types: TokenType[] },
): Promise<Found> {
  const dead = () => new AuthFailure(403, 'otp_expired', 'Email link is invalid or has expired')
  if (types.length === 0)
    throw new AuthFailure(400, 'validation_failed', 'Invalid email verification type')
  const row = await findRow(sql, tokenHash, types)
  if (row === null) throw dead()
  const user = await getById(sql, row.userId)
  assertNotBanned(project, user)
  const isEither = types.includes('recovery_token') && types.includes('confirmation_token')
  const either = user.recovery_token === tokenHash ? 'recovery_token' : 'confirmation_token'
  const type = isEither ? either : row.type
  if (!isFresh(project, user, type)) throw dead()
  return { user, type }
}

/** The address names the user, whose column the code must be in. */
async function findByCode(
  sql: Transaction,
  project: Project,
  { email, code, types }: { email: string; code: string; types: TokenType[] },
): Promise<Found> {
  const wrong = () => new AuthFailure(403, 'otp_expired', 'Token has expired or is invalid')
  const hash = hashToken(email, code)
  const user = types.includes('email_change_token_new')
    ? await findByChange(sql, hash, types)
    : await findByEmail(sql, email)
  if (user === null) throw wrong()
  assertNotBanned(project, user)
  const type = types.find((each) => isCode(project, user, each, hash))
  if (type === undefined) throw wrong()
  return { user, type }
}

async function findByChange(
  sql: Transaction,
  hash: string,
  types: TokenType[],
): Promise<User | null> {
  const row = (await findRow(sql, hash, types)) ?? (await findRow(sql, pkcePrefix + hash, types))
  return row === null ? null : await getById(sql, row.userId)
}

/** The address moves once both mailboxes agreed, or only the new one if the project says so. */
async function confirmHalf(
  sql: Transaction,
  project: Project,
  { user, type }: Found,
): Promise<boolean> {
  await updateUser(sql, user, { [type]: '' })
  await dropRow(sql, user.id, type)
  if (project.controls.doubleConfirmChanges && user.email_change_confirm_status === 0) {
    await updateUser(sql, user, { email_change_confirm_status: 1 })
    return false
  }
  // Sessions live on, and `email_confirmed_at` stays; so does the former address in the metadata.
  await updateUser(sql, user, {
    email: user.email_change ?? '',
    email_change: '',
    email_change_token_current: '',
    email_change_token_new: '',
    email_change_confirm_status: 0,
    updated_at: new Date(project.now()),
  })
  await sql.query(
    `update auth.identities set identity_data = identity_data || $2 where user_id = $1 and provider = 'email'`,
    [user.id, { email: user.email_change, email_verified: true }],
  )
  await dropAllRows(sql, user.id)
  return true
}

/** What a POST names. @throws {AuthFailure} 400 */
export function parseNamed(body: Record<string, unknown>): Named {
  const { token_hash: tokenHash, token, email } = body
  const refuse = (message: string) => new AuthFailure(400, 'validation_failed', message)
  if (Boolean(tokenHash) === Boolean(token))
    throw refuse('Verify requires either a token or a token hash')
  if (tokenHash) {
    if (email || body['phone'] || body['redirect_to'])
      throw refuse('Only the token_hash and type should be provided')
    return { tokenHash: tokenHash as string }
  }
  if (!email || body['phone'])
    throw refuse('Only an email address or phone number should be provided on verify')
  if (!isAddress(email)) throw new AuthFailure(422, 'validation_failed', 'Invalid email format')
  return { email: email.toLowerCase(), code: String(token) }
}
