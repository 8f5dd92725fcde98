import { queryCall } from '../../database/migrate.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const isLost = "aud is distinct from 'authenticated'"
const isLarge = 'pg_catalog.octet_length(raw_user_meta_data::text) > 2048'
const isLargeCopy = "provider = 'email' and pg_catalog.octet_length(identity_data::text) > 2048"

/** Nobody is locked out by what a stranger once wrote into their row at Supabase Auth. */
export const signInRows: Check = {
  name: 'sign_in_rows',
  group: 'supabase',
  async look({ project }) {
    if (project === null) return [unknown('whether everyone can sign in', takes.project)]
    const { lost, large, copies } = await count(project)
    const remedy = 'run `npm run setup`'
    return [
      ...(lost === 0
        ? []
        : [
            {
              level: 'fault' as const,
              says: `${lost} of the project's users are kept under another audience`,
              why: 'Supabase Auth no longer finds them, so they cannot sign in',
              remedy,
            },
          ]),
      ...(large === 0
        ? []
        : [
            {
              level: 'fault' as const,
              says: `${large} of the project's users have metadata above 2 kB`,
              why: 'their access tokens may be too long to be taken',
              remedy,
            },
          ]),
      ...(copies === 0
        ? []
        : [
            {
              level: 'warning' as const,
              says: `${copies} email identities hold more than 2 kB`,
              why: 'someone used the sign-in form to fill the database',
              remedy,
            },
          ]),
      ...(lost + large + copies === 0 ? [ok('no row at Supabase Auth keeps its user out')] : []),
    ]
  },
  async fix({ project }) {
    if (project === null) return []
    const { lost, large, copies } = await count(project)
    if (lost + large + copies === 0) return []
    return [
      {
        says: `Set right ${lost + large + copies} rows that keep users out of Supabase Auth, or fill it`,
        // Writing a row is enough: the triggers of our migrations trim it.
        call: queryCall(project, [
          `update auth.users set aud = 'authenticated' where ${isLost} or ${isLarge};`,
          `update auth.identities set identity_data = identity_data where ${isLargeCopy};`,
        ]),
      },
    ]
  },
}

async function count(project: SupabaseProject) {
  const [row] = await project.query<{ lost: number; large: number; copies: number }>(`
    select count(*) filter (where ${isLost})::int as lost, count(*) filter (where ${isLarge})::int as large,
      (select count(*)::int from auth.identities where ${isLargeCopy}) as copies
    from auth.users`)
  return row ?? { lost: 0, large: 0, copies: 0 }
}
