import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Those that a sign-in by email meets, and what they can do. The others are asked by nobody who comes to the page. */
const hooks = {
  hook_before_user_created_enabled: ['Before User Created', 'may turn new people away'],
  hook_after_user_created_enabled: ['After User Created', 'may turn new people away'],
  hook_custom_access_token_enabled: ['Customize Access Token', 'may change what a sign-in says'],
} as const

/** The owner's own functions between a customer and their billing are named; the check of the sign-in tries them. */
export const authHooks: Check = {
  name: 'auth_hooks',
  group: 'supabase',
  async look({ project }) {
    if (project === null) return [unknown("the project's hooks", takes.project)]
    const settings = await project.readAuthSettings()
    const on = Object.entries(hooks).filter(([field]) => settings[field] === true)
    if (on.length === 0) return [ok('no hook of yours is between a sign-in and the page')]
    return on.map(([, [name, may]]) =>
      ok(`your hook "${name}" ${may}: the sign-in of a throw-away user tries it`),
    )
  },
}
