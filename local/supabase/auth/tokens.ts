import * as jose from 'jose'
import { randomUUID } from 'node:crypto'
import type { Project } from '../project.ts'
import { issuerOf } from '../project.ts'

export type Claims = Record<string, unknown>
export type MintOptions = {
  /** `none` makes an unsigned token. */
  alg?: string
  key?: jose.CryptoKey | Uint8Array
  /** `null` leaves it out. */
  kid?: string | null
  expiresInSeconds?: number
}

/**
 * Signs any token that a test wants. Without claims it is the token of a user who has just signed in by email, under an
 * empty address. A claim given as `undefined` is left out; any other replaces the default.
 */
export async function mintToken(
  project: Project,
  claims: Claims,
  options: MintOptions = {},
): Promise<string> {
  const now = Math.floor(project.now() / 1000)
  const lifetime = options.expiresInSeconds ?? project.controls.jwtExpirySeconds
  const payload = JSON.parse(
    JSON.stringify({
      iss: issuerOf(project),
      sub: randomUUID(),
      aud: 'authenticated',
      exp: now + lifetime,
      iat: now,
      email: '',
      phone: '',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: {},
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'otp', timestamp: now }],
      session_id: randomUUID(),
      is_anonymous: false,
      ...claims,
    }),
  ) as jose.JWTPayload
  return await sign(project, payload, options)
}

async function sign(project: Project, payload: jose.JWTPayload, options: MintOptions) {
  if (options.alg === 'none') return new jose.UnsecuredJWT(payload).encode()
  const current = project.keys.current()
  const legacy = project.controls.legacySecret
  const alg = options.alg ?? (legacy ? 'HS256' : 'ES256')
  const kid = options.kid === undefined && !legacy ? current.kid : options.kid
  const key = options.key ?? (legacy ? legacyKey(project) : current.privateKey)
  return await new jose.SignJWT(payload)
    .setProtectedHeader({ alg, typ: 'JWT', ...(kid ? { kid } : {}) })
    .sign(key)
}

/** The public keys, as `/.well-known/jwks.json` lists them: none on a project with a shared secret. */
export function listKeys(project: Project): { keys: jose.JWK[] } {
  return project.controls.legacySecret ? { keys: [] } : project.keys.jwks()
}

/** Checks what Supabase itself checks: signature, `exp`, `nbf`, `iat`; neither issuer nor audience nor `amr`. */
export async function verifyToken(project: Project, token: string): Promise<jose.JWTPayload> {
  const options = { currentDate: new Date(project.now()), clockTolerance: 30 }
  if (project.controls.legacySecret) {
    return (await jose.jwtVerify(token, legacyKey(project), { ...options, algorithms: ['HS256'] }))
      .payload
  }
  const keys = jose.createLocalJWKSet(project.keys.jwks())
  return (await jose.jwtVerify(token, keys, { ...options, algorithms: ['ES256'] })).payload
}

function legacyKey(project: Project): Uint8Array {
  return new TextEncoder().encode(project.keys.legacySecret)
}
