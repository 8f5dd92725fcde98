import { GatewayError } from '#server/errors.ts'
import { assertProofOfAddress } from '#server/rules/proof-of-address.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Finding } from '../check.ts'
import type { SignInToken } from './read-token.ts'

const why = 'whoever signs in is told to sign in again'
const hook =
  'Supabase > Authentication > Auth Hooks: the "Customize Access Token (JWT) Claims" hook must leave "aud", "role", "amr", "email", "phone" and "is_anonymous" as they are'
const deploy = 'Netlify > Project configuration > Environment variables, then deploy again'

/**
 * Why the deployed door refuses a sign-in that has just been proved: what the token says is compared with what is set
 * here, and what agrees here differs at the site.
 */
export function judgeRefusal(token: SignInToken, world: Pick<World, 'env' | 'now'>): Finding {
  const claim = judgeClaims(token, world.now())
  if (claim !== null) return claim
  const issuer = token.issuer ?? 'something that is no address'
  const own = valueOf(world.env, 'SUPABASE_JWT_ISSUER')
  const usual = usualIssuer(world.env)
  if (issuer !== (own ?? usual)) return judgeIssuer({ issuer, own, usual })
  if (token.algorithm === 'HS256') return judgeSecret(token, world)
  return {
    level: 'fault',
    says: `the site refuses a fresh sign-in (token_invalid): it expects another issuer than "${issuer}", or another project's keys`,
    why,
    remedy: `at the site, "SUPABASE_URL" must be the one from here, and "SUPABASE_JWT_ISSUER" the same as here (delete it if it is not set here): ${deploy}`,
  }
}

/** What is set here and would be refused, although the site as it is takes the sign-in: setup would deploy it. */
export function judgeHere(token: SignInToken, { env }: Pick<World, 'env'>): Finding | null {
  const { issuer, algorithm } = token
  const own = valueOf(env, 'SUPABASE_JWT_ISSUER')
  if (own !== null && issuer !== null && issuer !== own)
    return judgeIssuer({ issuer, own, usual: usualIssuer(env) })
  const secret = valueOf(env, 'SUPABASE_JWT_SECRET')
  return algorithm !== 'HS256' || secret === null || token.isSignedWith(secret)
    ? null
    : notTheSecret
}

function usualIssuer(env: World['env']): string {
  return `${(valueOf(env, 'SUPABASE_URL') ?? '').replace(/\/+$/, '')}/auth/v1`
}

/** What no door of ours takes, whatever the site's variables are. */
function judgeClaims(token: SignInToken, now: number): Finding | null {
  if (token.length > 8192)
    return {
      level: 'fault',
      says: `sign-ins are ${token.length} characters long, and the site takes at most 8192`,
      why,
      remedy: 'let the hook that makes the claims of access tokens add less to them',
    }
  try {
    assertProofOfAddress(token.claims, { nowSeconds: now / 1000, maxAgeSeconds: Infinity })
    return null
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return {
      level: 'fault',
      says: `a fresh sign-in proves nothing (${error.code}): ${error.message}`,
      why: 'the page opens nothing for anyone',
      remedy: hook,
    }
  }
}

function judgeIssuer(given: { issuer: string; own: string | null; usual: string }): Finding {
  const { issuer, own, usual } = given
  return own === null
    ? {
        level: 'fault',
        says: `sign-ins name the issuer "${issuer}", and the site expects "${usual}"`,
        why,
        remedy: `a project with a domain of its own needs it: set "SUPABASE_JWT_ISSUER" to ${issuer} in .env, and run \`npm run setup\``,
      }
    : {
        level: 'fault',
        says: `"SUPABASE_JWT_ISSUER" is not the issuer of the project's sign-ins, "${issuer}"`,
        why,
        remedy:
          issuer === usual
            ? `delete it from .env and at the site: ${deploy}`
            : `set it to ${issuer} in .env, and run \`npm run setup\``,
      }
}

const better = 'better: Supabase > Project Settings > JWT Keys > Migrate JWT secret, Rotate keys'
const refused = (says: string, remedy: string): Finding => ({
  level: 'fault',
  says,
  why,
  remedy: `${remedy}; ${better}`,
})
const notTheSecret = refused(
  '"SUPABASE_JWT_SECRET" is not the secret that signs sign-ins',
  'copy it again (Supabase > Project Settings > JWT Keys), and run `npm run setup`',
)

function judgeSecret(token: SignInToken, { env }: Pick<World, 'env'>): Finding {
  const secret = valueOf(env, 'SUPABASE_JWT_SECRET')
  if (secret === null)
    return refused(
      'sign-ins are signed with a legacy secret, which the site does not know',
      'set "SUPABASE_JWT_SECRET" for the time being, and run `npm run setup`',
    )
  return token.isSignedWith(secret)
    ? refused(
        'the site has another "SUPABASE_JWT_SECRET" than the project',
        `set it to the one from here: ${deploy}`,
      )
    : notTheSecret
}
