import { ServiceError } from '../../services/service-error.ts'
import { valueOf } from '../../variables/environment.ts'
import type { Undoing } from './undoing.ts'

/** The names under which setup makes keys. */
const name = /^portal_gateway(_\d+)?$/

/** The keys that setup has made in the Supabase project. */
export const supabaseKeys: Undoing = {
  name: 'supabase_keys',
  group: 'supabase',
  async find({ project, env }) {
    if (project === null) return { changes: [], kept: [] }
    const all = await project.listKeys('whole').catch((error: unknown) => {
      // Without the permission to see values, a single key is told by its name.
      if (error instanceof ServiceError && error.status === 403) return project.listKeys('masked')
      throw error
    })
    const made = all.filter(
      (key) => name.test(key.name) && key.type !== 'legacy' && key.id !== null,
    )
    const isOwn = (key: (typeof made)[number]) =>
      key.value !== null &&
      [valueOf(env, 'SUPABASE_SECRET_KEY'), valueOf(env, 'SUPABASE_PUBLISHABLE_KEY')].includes(
        key.value,
      )
    const own = made.filter(
      (key) => isOwn(key) || made.filter(({ type }) => type === key.type).length === 1,
    )
    return {
      changes: own.map((key) => ({
        says: `Delete the ${key.type} key "${key.name}" in the Supabase project`,
        brief: "Delete the gateway's keys in the project",
        call: { service: 'supabase', method: 'DELETE', path: `${project.path}/api-keys/${key.id}` },
      })),
      kept: made
        .filter((key) => !own.includes(key))
        .map(
          (key) =>
            `The ${key.type} key "${key.name}" may be another page's: https://supabase.com/dashboard/project/${project.ref}/settings/api-keys`,
        ),
    }
  },
}
