import { valueOf } from '../../variables/environment.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Sign-ins are signed with a key that only Supabase has. */
export const signingKeys: Check = {
  name: 'signing_keys',
  group: 'supabase',
  async look({ data, env }) {
    if (data === null) return [unknown('how sign-ins are signed', takes.data)]
    const algorithms = await data.listSigningAlgorithms()
    if (algorithms.some((name) => ['ES256', 'RS256', 'EC', 'RSA'].includes(name)))
      return [ok(`sign-ins are signed with a key of Supabase's own (${algorithms.join(', ')})`)]
    const remedy =
      'Supabase: Project Settings > JWT Keys > Migrate JWT secret, then Rotate keys; then remove "SUPABASE_JWT_SECRET"'
    return valueOf(env, 'SUPABASE_JWT_SECRET') === null
      ? [
          {
            level: 'fault',
            says: 'the project still signs sign-ins with its legacy secret',
            why: 'the gateway cannot verify a sign-in: everyone is told to sign in again',
            remedy: `${remedy}; or set "SUPABASE_JWT_SECRET" for the time being`,
          },
        ]
      : [
          {
            level: 'warning',
            says: 'the project still signs sign-ins with its legacy secret, "SUPABASE_JWT_SECRET"',
            why: 'anyone who gets hold of it can sign in as anyone',
            remedy,
          },
        ]
  },
}
