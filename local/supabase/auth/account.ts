import type { Transaction } from '@electric-sql/pglite'
import { bearerOf } from '../api-keys.ts'
import type { Project } from '../project.ts'
import { assertGap } from './ways/ask-for-link.ts'
import { AuthFailure } from './failure.ts'
import { sendEmail } from './send-email.ts'
import type { Challenge } from './flow-state.ts'
import { startFlow } from './flow-state.ts'
import { drawToken, keepToken } from './one-time-tokens.ts'
import { hashPassword } from './ways/passwords.ts'
import type { User } from './users.ts'
import {
  assertNotBanned,
  findByEmail,
  findById,
  getById,
  parseAddress,
  updateUser,
} from './users.ts'
import { verifyToken } from './tokens.ts'

/** The user behind a request's token, if its session still exists. @throws {AuthFailure} 401, 403 */
export async function getCaller(
  sql: Transaction,
  project: Project,
  request: Request,
): Promise<{ user: User; sessionId: string }> {
  const token = bearerOf(request)
  if (token === null) {
    throw new AuthFailure(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
  }
  const claims = await verifyToken(project, token).catch((error: Error) => {
    throw new AuthFailure(403, 'bad_jwt', `invalid JWT: ${error.message}`)
  })
  const user = await findById(sql, String(claims.sub))
  if (user === null)
    throw new AuthFailure(403, 'user_not_found', 'User from sub claim in JWT does not exist')
  const sessionId = String(claims['session_id'])
  const found = await sql.query('select from auth.sessions where id::text = $1', [sessionId])
  if (found.rows.length === 0) {
    throw new AuthFailure(
      403,
      'session_not_found',
      'Session from session_id claim in JWT does not exist',
    )
  }
  assertNotBanned(project, user)
  return { user, sessionId }
}

type Change = { email?: unknown; password?: unknown; data?: unknown }

/** PUT /user. @throws {AuthFailure} */
export async function changeUser(
  sql: Transaction,
  project: Project,
  order: { user: User; change: Change; redirectTo: string; challenge: Challenge | null },
): Promise<User> {
  const { user, change, ...way } = order
  if (change.password !== undefined) {
    await updateUser(sql, user, { encrypted_password: hashPassword(project, change.password) })
  }
  if (change.data !== undefined) {
    const given = { ...user.raw_user_meta_data, ...(change.data as object) }
    const data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
    await updateUser(sql, user, { raw_user_meta_data: data })
  }
  if (change.email !== undefined) {
    const to = parseAddress(change.email)
    if (to !== user.email) await startEmailChange(sql, project, { user, to, ...way })
  }
  return await getById(sql, user.id)
}

/** Sends an email to the new address, and to the old one if both have to agree. */
export async function startEmailChange(
  sql: Transaction,
  project: Project,
  order: { user: User; to: string; redirectTo: string; challenge: Challenge | null },
): Promise<void> {
  const { user, to, redirectTo, challenge } = order
  if ((await findByEmail(sql, to)) !== null) {
    throw new AuthFailure(
      422,
      'email_exists',
      'A user with this email address has already been registered',
    )
  }
  const now = new Date(project.now())
  if (project.controls.autoconfirm) {
    await updateUser(sql, user, { email: to, updated_at: now })
    return
  }
  await startFlow(sql, project, { userId: user.id, method: 'email_change', challenge })
  assertGap(project, user.email_change_sent_at)
  const mailboxes = [
    ...(project.controls.doubleConfirmChanges
      ? [{ type: 'email_change_token_current' as const, email: user.email }]
      : []),
    { type: 'email_change_token_new' as const, email: to },
  ]
  const sent = []
  for (const { type, email } of mailboxes) {
    const token = drawToken(project, email, challenge !== null)
    const kind = { template: 'email_change', type: 'email_change', redirectTo } as const
    await sendEmail(sql, project, { ...token, ...kind, to: email })
    sent.push({ type, email, tokenHash: token.tokenHash })
  }
  await updateUser(sql, user, { email_change: to, email_change_confirm_status: 0 })
  for (const token of sent) await keepToken(sql, project, { user, ...token })
}

/** POST /logout: the sessions of the scope are gone, and their refresh tokens with them. */
export async function logOut(
  sql: Transaction,
  { user, sessionId, scope }: { user: User; sessionId: string; scope: string },
): Promise<void> {
  const which = { global: 'true', local: 'id = $2', others: 'id <> $2' }[scope]
  if (which === undefined) {
    throw new AuthFailure(400, 'validation_failed', `Unsupported logout scope "${scope}"`)
  }
  await sql.query(
    `delete from auth.sessions where user_id = $1 and ($2::uuid is null or ${which})`,
    [user.id, sessionId],
  )
}
