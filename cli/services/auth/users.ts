import { ServiceError } from '../service-error.ts'
import type { Patience } from '../wire/patience.ts'
import { createPatience, retryAfterIn } from '../wire/patience.ts'

/** Somebody whom Auth knows. */
export type AuthUser = { id: string; email: string; createdAt: number }

/**
 * The users of a Supabase project, as its owner may make and delete them with the secret key, and prove an address as
 * the page does. No captcha is asked of the owner, and no limit of emails counts for a link that is not emailed.
 * Every call: @throws {ServiceError}; `code` is Auth's own.
 * https://github.com/supabase/auth/blob/master/openapi.yaml
 */
export type AuthUsers = {
  /** The newest fifty whose address has this part. */
  listByPart(part: string): Promise<AuthUser[]>
  /** Makes a user, whose address nobody has proved. 422 `email_exists`: there is one. */
  add(email: string): Promise<{ id: string }>
  /** What the email would carry, for a user whom this makes if there is none: then a hook may refuse them. */
  makeLink(email: string): Promise<{ id: string; tokenHash: string }>
  /** Spends what an email carries, as the page does. @returns the access token, `null` if the answer has none */
  prove(tokenHash: string): Promise<string | null>
  /** Sends the email that signs in, to somebody who is there. */
  sendLink(order: { email: string; page: string }): Promise<void>
  /** Sessions go with the user. It is tried also where Auth gave no answer a moment ago. */
  remove(id: string): Promise<void>
}

type Project = { url: string; publishableKey: string; secretKey: string }
type Order = { as: 'owner' | 'visitor'; method: string; path: string; body?: object }

/** @param project.url without a slash at the end */
export function readAuthUsers(project: Project, patience = createPatience()): AuthUsers {
  const send = (order: Order) => ask(project, order, patience)
  const bear = (order: Order) => patience.bear(() => send(order))
  return {
    async listByPart(part) {
      const query = new URLSearchParams({ page: '1', per_page: '50', filter: part })
      const path = `/admin/users?${query}`
      const { users } = await bear({ as: 'owner', method: 'GET', path })
      return (Array.isArray(users) ? (users as Record<string, unknown>[]) : []).map((user) => ({
        id: String(user.id),
        email: String(user.email),
        createdAt: Date.parse(String(user.created_at)),
      }))
    },
    async add(email) {
      const { id } = await bear({
        as: 'owner',
        method: 'POST',
        path: '/admin/users',
        body: { email },
      })
      return { id: String(id) }
    },
    async makeLink(email) {
      const body = { type: 'magiclink', email }
      const path = '/admin/generate_link'
      const { id, hashed_token } = await bear({ as: 'owner', method: 'POST', path, body })
      return { id: String(id), tokenHash: String(hashed_token) }
    },
    async prove(tokenHash) {
      const body = { type: 'email', token_hash: tokenHash }
      const answer = await bear({ as: 'visitor', method: 'POST', path: '/verify', body })
      return typeof answer.access_token === 'string' ? answer.access_token : null
    },
    async sendLink({ email, page }) {
      const path = `/otp?${new URLSearchParams({ redirect_to: page })}`
      await bear({ as: 'owner', method: 'POST', path, body: { email, create_user: false } })
    },
    async remove(id) {
      await send({ as: 'owner', method: 'DELETE', path: `/admin/users/${encodeURIComponent(id)}` })
    },
  }
}

async function ask(
  project: Project,
  { as, method, path, body }: Order,
  { answerMs }: Patience,
): Promise<Record<string, unknown>> {
  const key = as === 'owner' ? project.secretKey : project.publishableKey
  const at = `${method} /auth/v1${placeOf(path)}`
  let response: Response
  let text: string
  try {
    response = await fetch(`${project.url}/auth/v1${path}`, {
      method,
      headers: {
        apikey: key,
        // A new key is no bearer; a legacy one is nothing else.
        ...(key.startsWith('eyJ') ? { Authorization: `Bearer ${key}` } : {}),
        'Content-Type': 'application/json',
        // With this version errors have a `code`.
        'X-Supabase-Api-Version': '2024-01-01',
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    })
    text = await response.text()
  } catch (cause) {
    throw new ServiceError('supabase', { at, status: null }, { cause })
  }
  const answer = parse(text)
  if (response.ok && answer !== null) return answer
  const code = response.ok ? 'not_json' : codeIn(answer)
  const { status, headers } = response
  throw new ServiceError('supabase', { at, status, code, retryAfter: retryAfterIn(headers) })
}

/** Ids and addresses are nobody's business. */
function placeOf(path: string): string {
  return (path.split('?')[0] ?? '').replace(/(\/admin\/users)\/.+/, '$1/:id')
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const answer = JSON.parse(text) as unknown
    return typeof answer === 'object' ? (answer as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

function codeIn(answer: Record<string, unknown> | null): string | null {
  const stated = [answer?.code, answer?.error_code].find((each) => typeof each === 'string')
  return typeof stated === 'string' ? (/^\w{1,40}$/.exec(stated)?.[0] ?? null) : null
}
