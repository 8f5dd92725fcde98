import { decodeJwt } from 'jose'
import { createHash, randomBytes } from 'node:crypto'
import { afterEach, inject } from 'vitest'
import type { Arrived, Changes } from './stage/desk.ts'

export const side = inject('side')
export const siteUrl = side.siteUrl

export type Answer = {
  status: number
  headers: Headers
  body: Record<string, unknown>
}
type Sent = {
  body?: unknown
  headers?: Record<string, string>
  key?: 'publishable' | 'secret'
}

const address = (area: 'auth' | 'rest') => {
  const url = side[area]
  if (url === null) throw new Error(`This side has no ${area}`)
  return url
}

async function ask(
  area: 'auth' | 'rest',
  order: string,
  { body, headers, key }: Sent,
): Promise<Answer> {
  const [method = '', path = ''] = order.split(' ')
  const response = await fetch(address(area) + path, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `2001:db8::${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}`,
      'x-supabase-api-version': '2024-01-01',
      ...side.keys[key ?? 'publishable'],
      ...headers,
    },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : {}) as Record<string, unknown>,
  }
}

/** One call of Auth, each from a network of its own unless a header says otherwise. Follows no redirect. */
export const auth = (order: string, sent: Sent = {}) => ask('auth', order, sent)
/** One call of the Data API. */
export const data = (order: string, sent: Sent = {}) => ask('rest', order, sent)
export const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` })

async function behind<Told>(act: string, order: unknown): Promise<Told> {
  const body = JSON.stringify(order)
  const response = await fetch(`${side.desk}/${act}`, { method: 'POST', body })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text) as Told
}

export const run = (sql: string) => behind<null>('run', sql)
export const rows = (sql: string) => behind<Record<string, unknown>[]>('rows', sql)
export const hold = (address: string | null) => behind<null>('hold', address)
export const mint = (claims: Record<string, unknown>) => behind<string>('mint', claims)

let isChanged = false
export async function change(changes: Changes): Promise<void> {
  isChanged = true
  await behind('change', changes)
}
afterEach(async () => {
  if (isChanged) await behind('change', {})
  isChanged = false
})

let people = 0
/** Somebody whom the side has never seen. */
export const somebody = (domain = 'example.com') =>
  `person${(people += 1)}.${randomBytes(4).toString('hex')}@${domain}`

export type Email = Arrived & { hash: string; code: string }

/** Every email to an address, newest last. */
export async function emailsTo(to: string): Promise<Email[]> {
  const all = await behind<Arrived[]>('emails', null)
  return all
    .filter((email) => email.to === to)
    .map((email) => ({
      ...email,
      hash: /token_hash=(\w+)/.exec(email.html)?.[1] ?? '',
      code: (/>\s*(\d{5}&nbsp;\d{5}|\d{6,9})\s*</.exec(email.html)?.[1] ?? '').replace(
        '&nbsp;',
        '',
      ),
    }))
}

export async function newest(to: string): Promise<Email> {
  const email = (await emailsTo(to)).at(-1)
  if (email === undefined) throw new Error('No email went there')
  return email
}

/** Asks for an email, and says what was answered. */
export const send = (to: string, path = '/otp', more: object = {}) =>
  auth(`POST ${path}`, { body: { email: to, ...more } })

/** Asks for an email that signs in, and reads it. */
export async function emailOf(to: string, path = '/otp', more: object = {}): Promise<Email> {
  const { status, body } = await send(to, path, more)
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  return await newest(to)
}

export const verify = (body: object) => auth('POST /verify', { body })
export const byLink = ({ hash }: Email, type = 'email') => verify({ type, token_hash: hash })
export const byCode = ({ to, code }: Email, type = 'email') =>
  verify({ type, email: to, token: code })

/** Signs somebody in by an email. */
export async function signIn(to: string): Promise<Record<string, unknown>> {
  const { status, body } = await byLink(await emailOf(to))
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

/** Whatever was sent to an address was sent so much earlier. */
export async function letPass(seconds: number, to: string): Promise<void> {
  const stamps = ['confirmation_sent_at', 'recovery_sent_at', 'email_change_sent_at']
  const earlier = stamps.map((stamp) => `${stamp} = ${stamp} - interval '${seconds} seconds'`)
  await run(`update auth.users set ${earlier.join(', ')} where email = '${to}'`)
}

export const claimsOf = ({ body }: Pick<Answer, 'body'>) => decodeJwt(String(body['access_token']))
export const methodsOf = (answer: Pick<Answer, 'body'>) =>
  (claimsOf(answer)['amr'] as { method: string }[]).map(({ method }) => method)

export const verifier = 'v'.repeat(43)
export const challenge = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 's256',
}
export const exchange = (code: unknown) =>
  auth('POST /token?grant_type=pkce', { body: { auth_code: code, code_verifier: verifier } })

/** Opens Supabase's own link as a browser does. */
export const follow = (hash: string, type: string, to = siteUrl) =>
  auth(`GET /verify?token=${hash}&type=${type}&redirect_to=${encodeURIComponent(to)}`)
export const whereTo = ({ headers }: Answer) => new URL(headers.get('location') ?? '')
export const fragmentOf = (answer: Answer) =>
  Object.fromEntries(new URLSearchParams(whereTo(answer).hash.slice(1)))

/** Stripe's customer under an address, as the gateway records it. */
export async function plant(
  email: string,
  stripe_customer_id = `cus_${randomBytes(8).toString('hex')}`,
): Promise<string> {
  const reads = [{ stripe_customer_id, email, livemode: false }]
  const { body: ticket } = await data('POST /rpc/take_read_ticket', { body: {}, key: 'secret' })
  const answer = await data('POST /rpc/record_customers', {
    body: { reads, ticket },
    key: 'secret',
  })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return stripe_customer_id
}

/** How many billing accounts a token shows: the table's own answer. */
export async function opens(token: unknown): Promise<number> {
  const lookup = 'GET /stripe_customers?select=stripe_customer_id,email,livemode'
  const { status, body } = await data(lookup, { headers: bearer(token) })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return (body as unknown as unknown[]).length
}

/** The refusal's code, in whichever shape it is told. */
export const codeOf = ({ body }: Pick<Answer, 'body'>) => body['error_code'] ?? body['code']
