import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Sign-ins are signed with a key that only Supabase has. */
export const signingKeys: Check = {
  name: 'signing_keys',
  group: 'supabase',
  async look({ data, env }) {
    if (data === null) return [unknown('the keys that sign sign-ins', takes.data)]
    const algorithms = await data.listSigningAlgorithms()
    if (algorithms.some((name) => ['ES256', 'RS256', 'EC', 'RSA'].includes(name)))
      return [ok(`sign-ins are signed with a key of Supabase's own (${algorithms.join(', ')})`)]
    const remedy =
      'Supabase: Project Settings > JWT Keys > Migrate JWT secret, then Rotate keys; then remove "SUPABASE_JWT_SECRET"'
    return (env.SUPABASE_JWT_SECRET ?? '') === ''
      ? [
          {
            level: 'fault',
            says: 'the project still signs sign-ins with its legacy secret',
            why: 'the gateway can not check a sign-in: everybody is told to sign in again',
            remedy: `${remedy}; or set "SUPABASE_JWT_SECRET" for the time being`,
          },
        ]
      : [
          {
            level: 'warning',
            says: 'the project still signs sign-ins with its legacy secret, "SUPABASE_JWT_SECRET"',
            why: 'whoever gets hold of it can sign in as anybody',
            remedy,
          },
        ]
  },
}
