import type { Transaction } from '@electric-sql/pglite'
import { createHash, randomUUID } from 'node:crypto'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import type { FlowMethod, SessionBody } from './sessions.ts'
import { openSession } from './sessions.ts'

/** What a browser keeps the verifier of. */
export type Challenge = { challenge: string; method: string }

const flowSeconds = 300
const methodOf: Record<string, FlowMethod> = {
  signup: 'email/signup',
  invite: 'email/signup',
  magiclink: 'magiclink',
  recovery: 'recovery',
  email_change: 'email_change',
}

/** The challenge of a request, `null` without one. @throws {AuthFailure} 400 half of it, or of another form */
export function parseChallenge(body: Record<string, unknown>): Challenge | null {
  const challenge = body['code_challenge'] ?? ''
  const method = (body['code_challenge_method'] ?? '') as string
  const refuse = (message: string) => new AuthFailure(400, 'validation_failed', message)
  if ((challenge === '') !== (method === ''))
    throw refuse('PKCE flow requires code_challenge_method and code_challenge')
  if (challenge === '') return null
  if (typeof challenge !== 'string' || challenge.length < 43 || challenge.length > 128)
    throw refuse('code challenge has to be between 43 and 128 characters')
  if (!/^[\w.~-]+$/.test(challenge))
    throw refuse(
      'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes',
    )
  return { challenge, method: method.toLowerCase() }
}

export async function startFlow(
  sql: Transaction,
  project: Project,
  order: { userId: string; method: FlowMethod; challenge: Challenge | null },
): Promise<void> {
  const { userId, method, challenge } = order
  if (challenge === null) return
  await sql.query(
    `insert into auth.flow_state (user_id, auth_code, code_challenge, code_challenge_method,
       provider_type, authentication_method, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5, $6, $6)`,
    [
      userId,
      randomUUID(),
      challenge.challenge,
      challenge.method,
      method,
      new Date(project.now()).toISOString(),
    ],
  )
}

/** What a link with a challenge leads to instead of a session. @throws {AuthFailure} 400 no flow, or none any more */
export async function issueAuthCode(
  sql: Transaction,
  project: Project,
  { userId, type }: { userId: string; type: string },
): Promise<string> {
  const now = new Date(project.now()).toISOString()
  const found = await sql.query<{ code: string }>(
    `update auth.flow_state set auth_code_issued_at = $3 where id = (
       select id from auth.flow_state where user_id = $1 and authentication_method = $2
       order by created_at desc limit 1
     ) returning auth_code as code`,
    [userId, methodOf[type] ?? '', now],
  )
  if (found.rows[0] === undefined)
    throw new AuthFailure(400, 'flow_state_not_found', 'No associated flow state found. ')
  return found.rows[0].code
}

/** POST /token?grant_type=pkce. @throws {AuthFailure} 400, 404, 422 */
export async function exchangeCode(
  sql: Transaction,
  project: Project,
  { auth_code: code, code_verifier: verifier }: Record<string, unknown>,
): Promise<SessionBody> {
  if (typeof code !== 'string' || typeof verifier !== 'string' || code === '' || verifier === '')
    throw new AuthFailure(
      400,
      'validation_failed',
      'invalid request: both auth code and code verifier should be non-empty',
    )
  const found = await sql.query<{
    id: string
    userId: string
    factor: FlowMethod
    challenge: string
    method: string
    since: Date
  }>(
    `select id, user_id as "userId", authentication_method as factor, code_challenge as challenge,
       code_challenge_method as method,
       case when authentication_method = 'magiclink' then auth_code_issued_at else created_at end as since
     from auth.flow_state where auth_code = $1`,
    [code],
  )
  const [flow] = found.rows
  if (flow === undefined)
    throw new AuthFailure(
      404,
      'flow_state_not_found',
      'invalid flow state, no valid flow state found',
    )
  if (project.now() > flow.since.getTime() + flowSeconds * 1000)
    throw new AuthFailure(422, 'flow_state_expired', 'invalid flow state, flow state has expired')
  const answered =
    flow.method === 's256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  if (answered !== flow.challenge)
    throw new AuthFailure(
      400,
      'bad_code_verifier',
      'code challenge does not match previously saved code verifier',
    )
  await sql.query('delete from auth.flow_state where id = $1', [flow.id])
  return await openSession(sql, project, { userId: flow.userId, factor: flow.factor })
}
