import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const migrate =
  'Supabase: Project Settings > JWT Keys > Migrate JWT secret, then Rotate keys; then remove "SUPABASE_JWT_SECRET"'

/** Sign-ins are signed with a key that only Supabase has, and name the issuer that we expect. */
export const signingKeys: Check = {
  name: 'signing_keys',
  group: 'supabase',
  async look(world) {
    const { data, env } = world
    if (data === null) return [unknown('how sign-ins are signed', takes.data)]
    const algorithms = await data.listSigningAlgorithms()
    const isOwn = algorithms.some((name) => ['ES256', 'RS256', 'EC', 'RSA'].includes(name))
    const hasSecret = valueOf(env, 'SUPABASE_JWT_SECRET') !== null
    const findings = [
      ...(isOwn ? [] : [legacy(hasSecret)]),
      ...(isOwn && hasSecret ? [leftOver] : []),
      ...(hasWrongIssuer(world) ? [wrongIssuer(world)] : []),
    ]
    return findings.length > 0
      ? findings
      : [ok(`sign-ins are signed with a key of Supabase's own (${algorithms.join(', ')})`)]
  },
}

function legacy(hasSecret: boolean): Finding {
  return hasSecret
    ? {
        level: 'warning',
        says: 'the project still signs sign-ins with its legacy secret, "SUPABASE_JWT_SECRET"',
        why: 'anyone who gets hold of it can sign in as anyone',
        remedy: migrate,
      }
    : {
        level: 'fault',
        says: 'the project still signs sign-ins with its legacy secret',
        why: 'the gateway cannot verify a sign-in: everyone is told to sign in again',
        remedy: `${migrate}; or set "SUPABASE_JWT_SECRET" for the time being`,
      }
}

const leftOver: Finding = {
  level: 'warning',
  says: '"SUPABASE_JWT_SECRET" is set, and the project has keys of its own',
  why: 'nothing needs it any more, and anyone who gets hold of it may be able to sign in as anyone',
  remedy:
    'delete it from .env and at Netlify; then, at Supabase > Project Settings > JWT Keys, revoke the legacy secret',
}

/**
 * Whether sign-ins certainly name another issuer: it is the project's address, its own or that of its custom domain.
 * Such a value is pushed nowhere.
 */
export function hasWrongIssuer(world: Pick<World, 'env' | 'projectUrl'>): boolean {
  const own = valueOf(world.env, 'SUPABASE_JWT_ISSUER')
  return own !== null && world.projectUrl !== null && !issuersOf(world).includes(own)
}

function issuersOf({ env, projectUrl }: Pick<World, 'env' | 'projectUrl'>): string[] {
  return [projectUrl, valueOf(env, 'SUPABASE_URL')].flatMap((url) =>
    url === null ? [] : [`${url.replace(/\/+$/, '')}/auth/v1`],
  )
}

function wrongIssuer(world: World): Finding {
  return {
    level: 'fault',
    says: `"SUPABASE_JWT_ISSUER" is no address of this project (${issuersOf(world).join(', ')})`,
    why: 'every sign-in would be refused (token_invalid)',
    remedy: 'delete it; only a project with a domain of its own may need it',
  }
}
