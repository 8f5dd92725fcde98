import { asAuth } from '../as-auth.ts'
import { readJson } from '../../read-json.ts'
import type { Project } from '../../project.ts'
import { getCaller } from '../account.ts'
import { AuthFailure } from '../failure.ts'
import { isOwner } from '../owner/assert-owner.ts'
import { parseChallenge } from '../flow-state.ts'
import { redirectOf } from '../redirects.ts'
import { parseAddress } from '../users.ts'
import { askForLink, recover } from './ask-for-link.ts'
import { signUp } from './passwords.ts'
import { reauthenticate as sendReauthentication, resend as sendAgain } from './send-again.ts'

/** What every request for an email names. */
function wayOf(project: Project, request: Request, body: Record<string, unknown>) {
  return { redirectTo: redirectOf(project, request), challenge: parseChallenge(body) }
}

export async function otp(project: Project, request: Request): Promise<Response> {
  const body = await readBody(request)
  await assertCaptcha(project, request, body)
  if (body['phone'])
    throw new AuthFailure(400, 'phone_provider_disabled', 'Unsupported phone provider')
  assertEmailSignIn(project, 422)
  const order = {
    email: parseAddress(body['email']),
    createUser: body['create_user'] !== false,
    data: body['data'] ?? {},
    ...wayOf(project, request, body),
  }
  await asAuth(project, (sql) => askForLink(sql, project, order))
  return Response.json({})
}

export async function recovery(project: Project, request: Request): Promise<Response> {
  const body = await readBody(request)
  await assertCaptcha(project, request, body)
  assertEmailSignIn(project, 400)
  const order = { email: parseAddress(body['email']), ...wayOf(project, request, body) }
  await asAuth(project, (sql) => recover(sql, project, order))
  return Response.json({})
}

export async function resend(project: Project, request: Request): Promise<Response> {
  const body = await readBody(request)
  await assertCaptcha(project, request, body)
  const { type } = body
  if (type !== 'signup' && type !== 'email_change')
    throw new AuthFailure(
      400,
      'validation_failed',
      'Missing one of these types: signup, email_change, sms, phone_change',
    )
  assertEmailSignIn(project, 400)
  const order = { type, email: parseAddress(body['email']), ...wayOf(project, request, body) }
  await asAuth(project, (sql) => sendAgain(sql, project, order))
  return Response.json({})
}

export async function reauthenticate(project: Project, request: Request): Promise<Response> {
  const redirectTo = redirectOf(project, request)
  await asAuth(project, async (sql) => {
    const { user } = await getCaller(sql, project, request)
    await sendReauthentication(sql, project, { user, redirectTo })
  })
  return Response.json({})
}

export async function signup(project: Project, request: Request): Promise<Response> {
  const body = await readBody(request)
  await assertCaptcha(project, request, body)
  if (!body['email'] && !body['phone'] && !body['password']) {
    throw new AuthFailure(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
  }
  assertEmailSignIn(project, 400)
  const order = {
    email: parseAddress(body['email']),
    password: body['password'],
    data: body['data'] ?? {},
    ...wayOf(project, request, body),
  }
  return Response.json(await asAuth(project, (sql) => signUp(sql, project, order)))
}

/** @throws {AuthFailure} 400 */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const body = await readJson(request)
  if (body === null) throw new AuthFailure(400, 'bad_json', 'Could not parse request body as JSON')
  return body
}

/** Asked of everyone but the owner. @throws {AuthFailure} 400 */
export async function assertCaptcha(
  project: Project,
  request: Request,
  body: Record<string, unknown>,
): Promise<void> {
  const { captcha } = project.controls
  const security = body['gotrue_meta_security'] as { captcha_token?: unknown } | undefined
  if (captcha === null || security?.captcha_token === captcha) return
  if (await isOwner(project, request)) return
  throw new AuthFailure(400, 'captcha_failed', 'captcha protection: request disallowed')
}

/** The project's switch for email, which some paths answer with another status. @throws {AuthFailure} */
export function assertEmailSignIn(project: Project, status: 400 | 422): void {
  if (project.controls.providers.includes('email')) return
  throw new AuthFailure(status, 'email_provider_disabled', 'Email logins are disabled')
}
