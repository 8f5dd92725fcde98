import type { Transaction } from '@electric-sql/pglite'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Project } from '../project.ts'
import { issuerOf } from '../project.ts'
import { AuthFailure } from './failure.ts'
import { askForClaims } from './hooks.ts'
import { assertNotBanned, describeUser, getById, updateUser } from './users.ts'
import { mintToken } from './tokens.ts'

/** How a session that comes of a code exchange was begun: the `amr` that its token says. */
export type FlowMethod = 'email/signup' | 'magiclink' | 'recovery' | 'email_change'
export type Factor = 'otp' | 'password' | FlowMethod

export type SessionBody = {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  /** Seconds since 1970. */
  expires_at: number
  refresh_token: string
  user: ReturnType<typeof describeUser>
}

/** Signs a user in: a new session that remembers how and when. */
export async function openSession(
  sql: Transaction,
  project: Project,
  { userId, factor }: { userId: string; factor: Factor },
): Promise<SessionBody> {
  const now = new Date(project.now())
  const sessionId = randomUUID()
  await sql.query(
    'insert into auth.sessions (id, user_id, created_at, updated_at) values ($1, $2, $3, $3)',
    [sessionId, userId, now],
  )
  await sql.query(
    `insert into auth.mfa_amr_claims (session_id, authentication_method, created_at, updated_at)
     values ($1, $2, $3, $3)`,
    [sessionId, factor, now],
  )
  await updateUser(sql, { id: userId }, { last_sign_in_at: now })
  return await continueSession(sql, project, { userId, sessionId, parent: null, method: factor })
}

/**
 * Trades a refresh token for the next one. The session keeps its factors and their times; the address is the present
 * one.
 */
export async function refreshSession(
  sql: Transaction,
  project: Project,
  refreshToken: string,
): Promise<SessionBody> {
  // Twelve characters, whichever they are.
  if (refreshToken.length < 12)
    throw new AuthFailure(400, 'validation_failed', 'Refresh token is not valid')
  const found = await sql.query<{ revoked: boolean; sessionId: string; userId: string }>(
    `select refresh_tokens.revoked, sessions.id as "sessionId", sessions.user_id as "userId"
     from auth.refresh_tokens join auth.sessions on sessions.id = refresh_tokens.session_id
     where token = $1`,
    [refreshToken],
  )
  const [row] = found.rows
  if (row === undefined) {
    throw new AuthFailure(
      400,
      'refresh_token_not_found',
      'Invalid Refresh Token: Refresh Token Not Found',
    )
  }
  if (row.revoked) {
    throw new AuthFailure(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')
  }
  assertNotBanned(project, await getById(sql, row.userId), 400)
  await sql.query('update auth.refresh_tokens set revoked = true where token = $1', [refreshToken])
  const method = 'token_refresh'
  return await continueSession(sql, project, { ...row, parent: refreshToken, method })
}

async function continueSession(
  sql: Transaction,
  project: Project,
  order: { userId: string; sessionId: string; parent: string | null; method: string },
): Promise<SessionBody> {
  const { userId, sessionId, parent, method } = order
  const user = describeUser(await getById(sql, userId))
  const refreshToken = randomBytes(9).toString('base64url')
  await sql.query(
    'insert into auth.refresh_tokens (token, session_id, parent, created_at) values ($1, $2, $3, $4)',
    [refreshToken, sessionId, parent, new Date(project.now())],
  )
  const issuedAt = Math.floor(project.now() / 1000)
  const lifetime = project.controls.jwtExpirySeconds
  const claims = {
    iss: issuerOf(project),
    aud: user.aud,
    role: user.role,
    aal: 'aal1',
    iat: issuedAt,
    exp: issuedAt + lifetime,
    sub: user.id,
    email: user.email,
    phone: user.phone,
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    amr: await factorsOf(sql, sessionId),
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  }
  const accessToken = await mintToken(project, await askForClaims(sql, project, { claims, method }))
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: lifetime,
    expires_at: issuedAt + lifetime,
    refresh_token: refreshToken,
    user,
  }
}

async function factorsOf(sql: Transaction, sessionId: string) {
  const { rows } = await sql.query<{ method: string; timestamp: number }>(
    `select authentication_method as method, floor(extract(epoch from updated_at))::int as timestamp
     from auth.mfa_amr_claims where session_id = $1 order by updated_at desc`,
    [sessionId],
  )
  return rows
}
