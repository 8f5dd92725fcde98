import type { JWTVerifyGetKey } from 'jose'
import { GatewayError } from '../../errors.ts'
import type { AccessToken } from '../../rules/proved.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import { assertProofOfAddress } from '../../rules/proof-of-address.ts'

export type AccessTokens = {
  /**
   * Finds out whose address the bearer token proves.
   * @param authorization the request's `Authorization` header
   * @throws `token_missing`, `token_invalid`, `token_expired`, `sign_in_too_old`, `email_unproven`;
   * `auth_unavailable` if the project's public keys can't be fetched
   */
  prove(authorization: string | null): Promise<Proof & { token: AccessToken }>
}

type Options = {
  supabaseUrl: string
  issuer: string
  /** Taken only while the project lists no public key. */
  jwtSecret: string | null
  maxAgeSeconds: number
  now: () => number
}

const longestToken = 8192

/** Checks Supabase's access tokens against the project's public keys, kept for ten minutes per process. */
export function createAccessTokens(options: Options): AccessTokens {
  let kit: Promise<Kit> | undefined

  async function verify(token: string): Promise<Record<string, unknown>> {
    kit ??= loadKit(options)
    const { errors, jwtVerify, keys, findListed } = await kit
    const findKey: JWTVerifyGetKey = async (header, jws) => {
      if (header.alg !== 'HS256' || options.jwtSecret === null) return findListed(header, jws)
      if (!keys.fresh) await keys.reload()
      if (keys.jwks()?.keys.length !== 0) throw new errors.JWKSNoMatchingKey()
      return new TextEncoder().encode(options.jwtSecret)
    }
    try {
      const { payload } = await jwtVerify(token, findKey, {
        algorithms: ['ES256', 'RS256', ...(options.jwtSecret === null ? [] : ['HS256'])],
        issuer: options.issuer,
        audience: 'authenticated',
        requiredClaims: ['exp'],
        clockTolerance: 5,
        currentDate: new Date(options.now()),
      })
      return payload
    } catch (cause) {
      if (cause instanceof errors.JWTExpired)
        throw new GatewayError('token_expired', 'the token has expired')
      if (isKeyOutage(cause, errors))
        throw new GatewayError(
          'auth_unavailable',
          'the public keys of "SUPABASE_URL" could not be fetched from /auth/v1/.well-known/jwks.json',
          { cause },
        )
      throw new GatewayError('token_invalid', 'the token is not one of "SUPABASE_URL"', { cause })
    }
  }

  return {
    async prove(authorization) {
      const token = readBearer(authorization)
      const claims = await verify(token)
      const proof = assertProofOfAddress(claims, {
        nowSeconds: Math.floor(options.now() / 1000),
        maxAgeSeconds: options.maxAgeSeconds,
      })
      return { ...proof, token: token as AccessToken }
    },
  }
}

/** The parts of the package that are needed: all of it takes three times as long to load. */
type Kit = {
  jwtVerify: typeof import('jose/jwt/verify').jwtVerify
  errors: typeof import('jose/errors')
  keys: Keys
  findListed: JWTVerifyGetKey
}
type Keys = ReturnType<typeof import('jose/jwks/remote').createRemoteJWKSet>

async function loadKit({ supabaseUrl, now }: Options): Promise<Kit> {
  const [{ jwtVerify }, { createRemoteJWKSet }, errors] = await Promise.all([
    import('jose/jwt/verify'),
    import('jose/jwks/remote'),
    import('jose/errors'),
  ])
  const keys = createRemoteJWKSet(new URL(`${supabaseUrl}/auth/v1/.well-known/jwks.json`), {
    timeoutDuration: 5000,
    cacheMaxAge: 600_000,
    // Unknown keys are looked up below.
    cooldownDuration: Infinity,
  })
  const findListed = lookUpUnknown(keys, (error) => error instanceof errors.JWKSNoMatchingKey, now)
  return { jwtVerify, errors, keys, findListed }
}

const restAfterMiss = 2000

/**
 * An unknown key is looked up at once, so that a rotation costs nobody a sign-in. If the list lacks it even then, no
 * other is looked up for two seconds: made-up keys would cost a request each.
 */
function lookUpUnknown(
  keys: Keys,
  isUnknown: (error: unknown) => boolean,
  now: () => number,
): JWTVerifyGetKey {
  let missedAt = -Infinity
  return async (...wanted) => {
    try {
      return await keys(...wanted)
    } catch (error) {
      if (!isUnknown(error) || now() < missedAt + restAfterMiss) throw error
    }
    await keys.reload()
    try {
      return await keys(...wanted)
    } catch (error) {
      if (isUnknown(error)) missedAt = now()
      throw error
    }
  }
}

/** RFC 6750: the scheme's name is case-insensitive. */
function readBearer(authorization: string | null): string {
  const token = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1]
  if (token === undefined)
    throw new GatewayError('token_missing', 'the request carries no bearer token')
  if (token.length > longestToken)
    throw new GatewayError('token_invalid', 'the token is longer than any of Supabase')
  return token
}

/** A fault of the key endpoint, not of the token: jose's generic error, a time-out, a broken set, a network error. */
function isKeyOutage(error: unknown, errors: Kit['errors']): boolean {
  if (error instanceof errors.JOSEError)
    return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code)
  return true
}
