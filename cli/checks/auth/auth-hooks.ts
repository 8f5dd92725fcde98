import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Hooks that can turn a new user away: Supabase asks them before, or right after, it makes one. */
const gates = {
  hook_before_user_created_enabled: 'Before User Created',
  hook_after_user_created_enabled: 'After User Created',
} as const

/** The owner's own functions don't stand between a customer and their billing. */
export const authHooks: Check = {
  name: 'auth_hooks',
  group: 'supabase',
  async look({ project }) {
    if (project === null) return [unknown("the project's hooks", takes.project)]
    const settings = await project.readAuthSettings()
    const place = `https://supabase.com/dashboard/project/${project.ref}/auth/hooks`
    const findings = Object.entries(gates).flatMap(([field, name]): Finding[] =>
      settings[field] === true
        ? [
            {
              level: 'warning',
              says: `the hook "${name}" is asked about everyone who signs in for the first time`,
              why: 'a customer whom it refuses never reaches their billing',
              remedy: `let it accept every address that signs in by email, or delete it: ${place}`,
            },
          ]
        : [],
    )
    if (settings.hook_custom_access_token_enabled === true)
      findings.push(
        ok(
          'a hook of your own changes access tokens; it must keep "amr", "email" and "role" as they are',
        ),
      )
    return findings.length > 0 ? findings : [ok('no hook of your own is between a sign-in and us')]
  },
}
