import { createHmac } from 'node:crypto'

/** What an access token says of itself; nothing of it was verified. */
export type SignInToken = {
  algorithm: string
  /** `null` if it is no address that can be shown. */
  issuer: string | null
  claims: Record<string, unknown>
  /** In characters. */
  length: number
  /** Whether this shared secret signed it. */
  isSignedWith(secret: string): boolean
}

/** @returns `null` if it is no token */
export function readToken(token: string): SignInToken | null {
  const [head = '', body = '', signature = ''] = token.split('.')
  const header = parse(head)
  const claims = parse(body)
  if (header === null || claims === null) return null
  return {
    algorithm: String(header.alg),
    issuer: addressIn(claims.iss),
    claims,
    length: token.length,
    isSignedWith: (secret) =>
      createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url') === signature,
  }
}

function parse(part: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

function addressIn(issuer: unknown): string | null {
  const url = typeof issuer === 'string' && issuer.length < 200 ? URL.parse(issuer) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === ''
    ? String(issuer)
    : null
}
