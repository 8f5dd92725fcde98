import type { Transaction } from '@electric-sql/pglite'
import { randomBytes } from 'node:crypto'
import { asAuth } from '../as-auth.ts'
import { noRoute } from '../../../wire/refusal.ts'
import type { Project } from '../../project.ts'
import { issuerOf } from '../../project.ts'
import { AuthFailure } from '../failure.ts'
import type { TokenType } from '../one-time-tokens.ts'
import { drawToken, keepToken } from '../one-time-tokens.ts'
import { redirectTo } from '../redirects.ts'
import type { User } from '../users.ts'
import { addUser, describeUser, findByEmail, getById, parseAddress } from '../users.ts'
import { hashPassword } from '../ways/passwords.ts'
import { emailExists } from './people.ts'

const tokenOf: Record<string, TokenType> = {
  signup: 'confirmation_token',
  invite: 'confirmation_token',
  magiclink: 'recovery_token',
  recovery: 'recovery_token',
}

/**
 * POST /admin/generate_link: what an email would carry, without the email. For somebody unknown `magiclink` becomes
 * `signup`, which asks the hook.
 */
export async function generateLink(
  project: Project,
  body: Record<string, unknown>,
): Promise<Response> {
  const email = parseAddress(body['email'])
  const asked = String(body['type'])
  if (asked.startsWith('email_change'))
    throw noRoute('Supabase', { method: 'POST', path: `/auth/v1/admin/generate_link ${asked}` })
  const wish = body['redirect_to']
  const redirect = redirectTo(project, [typeof wish === 'string' ? wish : null])
  return await asAuth(project, async (sql) => {
    const known = await findByEmail(sql, email)
    const type = known === null && asked === 'magiclink' ? 'signup' : asked
    const kind = tokenOf[type]
    if (kind === undefined)
      throw new AuthFailure(
        400,
        'validation_failed',
        `Invalid email action link type requested: ${type}`,
      )
    const user = known ?? (await addUnknown(sql, project, { ...body, type, asked, email }))
    if (kind === 'confirmation_token' && user.email_confirmed_at !== null) throw emailExists()
    const { code, tokenHash } = drawToken(project, email, false)
    await keepToken(sql, project, { user, type: kind, email, tokenHash })
    const query = new URLSearchParams({ token: tokenHash, type, redirect_to: redirect })
    return Response.json({
      ...describeUser(await getById(sql, user.id)),
      action_link: `${issuerOf(project)}/verify?${query}`,
      email_otp: code,
      hashed_token: tokenHash,
      verification_type: type,
      redirect_to: redirect,
    })
  })
}

async function addUnknown(
  sql: Transaction,
  project: Project,
  order: Record<string, unknown> & { type: string; asked: string; email: string },
): Promise<User> {
  const { type, asked, email } = order
  if (type === 'recovery')
    throw new AuthFailure(404, 'user_not_found', 'User with this email not found')
  const password = asked === 'magiclink' ? randomBytes(32).toString('hex') : order['password']
  if (type === 'signup' && !password)
    throw new AuthFailure(400, 'validation_failed', 'Signup requires a valid password')
  const passwordHash = type === 'signup' ? hashPassword(project, password) : null
  const now = new Date(project.now())
  return await addUser(sql, project, { email, passwordHash, data: order['data'] ?? {}, now })
}
