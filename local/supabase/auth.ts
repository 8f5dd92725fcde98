import { noRoute } from '../wire/refusal.ts'
import { roleOfApiKey } from './api-keys.ts'
import { asAuth } from './auth/as-auth.ts'
import { changeUser, getCaller, logOut } from './auth/account.ts'
import { AuthFailure, failureResponse } from './auth/failure.ts'
import { exchangeCode, parseChallenge } from './auth/flow-state.ts'
import { assertNetwork } from './auth/limits.ts'
import { answerOwner } from './auth/owner/routes.ts'
import { followLink } from './auth/ways/follow-link.ts'
import { signInByPassword } from './auth/ways/passwords.ts'
import {
  assertCaptcha,
  assertEmailSignIn,
  otp,
  readBody,
  reauthenticate,
  recovery,
  resend,
  signup,
} from './auth/ways/requests.ts'
import { publicSettings } from './auth/public-settings.ts'
import { redirectOf } from './auth/redirects.ts'
import { openSession, refreshSession } from './auth/sessions.ts'
import { listKeys } from './auth/tokens.ts'
import { describeUser, parseAddress } from './auth/users.ts'
import { halfConfirmed, parseNamed, redeemToken } from './auth/verify.ts'
import type { Project } from './project.ts'

type Route = (project: Project, request: Request) => Promise<Response>

const routes: Record<string, Route> = {
  'GET /.well-known/jwks.json': jwks,
  'GET /health': async () => Response.json({ name: 'GoTrue', version: 'stand-in' }),
  'GET /settings': async (project) => Response.json(publicSettings(project)),
  'POST /otp': otp,
  'POST /magiclink': otp,
  'POST /recover': recovery,
  'POST /resend': resend,
  'GET /reauthenticate': reauthenticate,
  'POST /verify': verify,
  'GET /verify': followLink,
  'POST /signup': signup,
  'POST /token': token,
  'GET /user': user,
  'PUT /user': user,
  'POST /logout': logout,
}
// Opened by email programs and by anyone who checks a token: no key is asked for.
const withoutKey = ['/verify', '/.well-known/jwks.json']

/**
 * Supabase Auth's API, as far as a page without passwords, and those who attack it, use it.
 * @throws {Refusal} 501
 */
export async function answerAuth(project: Project, request: Request): Promise<Response> {
  const { method, url } = request
  const path = new URL(url).pathname.replace(/^\/auth\/v1/, '')
  const route = path.startsWith('/admin/')
    ? () => answerOwner(project, request, path)
    : routes[`${method} ${path}`]
  if (route === undefined) throw noRoute('Supabase', { method, path: `/auth/v1${path}` })
  if (!withoutKey.includes(path)) {
    const role = roleOfApiKey(project, request)
    if (role instanceof Response) return role
  }
  try {
    assertNetwork(project, request, path)
    return await route(project, request)
  } catch (error) {
    if (error instanceof AuthFailure) return failureResponse(error, request)
    throw error
  }
}

async function jwks(project: Project): Promise<Response> {
  if (project.controls.jwksDown) return new Response('no healthy upstream', { status: 503 })
  return Response.json(listKeys(project), { headers: { 'Cache-Control': 'public, max-age=600' } })
}

async function verify(project: Project, request: Request): Promise<Response> {
  const body = await readBody(request)
  if (typeof body['type'] !== 'string' || body['type'] === '') {
    throw new AuthFailure(400, 'validation_failed', 'Verify requires a verification type')
  }
  const order = { type: body['type'], ...parseNamed(body) }
  const session = await asAuth(project, async (sql) => {
    const redeemed = await redeemToken(sql, project, order)
    if (redeemed === null) return null
    return await openSession(sql, project, { userId: redeemed.user.id, factor: 'otp' })
  })
  return Response.json(session ?? { msg: halfConfirmed, code: '200' })
}

async function token(project: Project, request: Request): Promise<Response> {
  const body = await readBody(request)
  const grant = new URL(request.url).searchParams.get('grant_type')
  if (grant === 'refresh_token') {
    const refreshToken = String(body['refresh_token'])
    return Response.json(await asAuth(project, (sql) => refreshSession(sql, project, refreshToken)))
  }
  if (grant === 'pkce')
    return Response.json(await asAuth(project, (sql) => exchangeCode(sql, project, body)))
  if (grant !== 'password') {
    throw noRoute('Supabase', { method: 'POST', path: `/auth/v1/token?grant_type=${grant}` })
  }
  await assertCaptcha(project, request, body)
  assertEmailSignIn(project, 422)
  const order = { email: parseAddress(body['email']), password: body['password'] }
  return Response.json(await asAuth(project, (sql) => signInByPassword(sql, project, order)))
}

async function user(project: Project, request: Request): Promise<Response> {
  const change = request.method === 'PUT' ? await readBody(request) : null
  const way = {
    redirectTo: redirectOf(project, request),
    challenge: change?.['email'] === undefined ? null : parseChallenge(change),
  }
  const told = await asAuth(project, async (sql) => {
    const caller = await getCaller(sql, project, request)
    if (change === null) return caller.user
    return await changeUser(sql, project, { user: caller.user, change, ...way })
  })
  return Response.json(describeUser(told))
}

async function logout(project: Project, request: Request): Promise<Response> {
  const scope = new URL(request.url).searchParams.get('scope') ?? 'global'
  await asAuth(project, async (sql) => {
    await logOut(sql, { ...(await getCaller(sql, project, request)), scope })
  })
  return new Response(null, { status: 204 })
}
