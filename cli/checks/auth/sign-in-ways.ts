import type { AuthSettings, SupabaseProject } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import { patchAuth } from './auth-settings.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { isShared } from './is-shared.ts'

/** Email is the only way to sign in, unless other people of the project need another. */
export const signInWays: Check = {
  name: 'sign_in_ways',
  group: 'supabase',
  async look({ project, data, folder }) {
    if (project === null) return lookFromOutside(data)
    const { unused, used, further } = await readWays(project)
    const isTheirs = unused.length + further.length > 0 && (await isShared(project, folder))
    const fine = isTheirs ? [...used, ...unused, ...further] : used
    const findings = isTheirs
      ? []
      : [
          ...unused.map((name) => open(name, 'run `npm run setup`, which switches it off')),
          ...further.map((name) => open(name, byHand)),
        ]
    if (fine.length > 0) findings.push(ok(`${proveNothing}: ${fine.map(wordsOf).join(', ')}`))
    return findings.length > 0 ? findings : [ok('email is the only way to sign in')]
  },
  async fix({ project, folder }) {
    if (project === null) return []
    const { unused, settings } = await readWays(project)
    if (unused.length === 0 || (await isShared(project, folder))) return []
    const different = unused.map((name) => ({
      name: `external_${name}_enabled`,
      label: `Sign-in with ${wordsOf(name)}`,
      value: false,
    }))
    const says = 'Switch off ways to sign in that nobody uses'
    return [patchAuth(project, { says, settings, different })]
  },
}

const proveNothing = 'other sign-ins of this project, which open no billing'

/** Who uses them isn't in a user's own row. */
const furtherWays = {
  saml_enabled: 'saml',
  passkey_enabled: 'passkeys',
  custom_oauth_enabled: 'custom providers',
} as const
const byHand =
  'Supabase > Authentication > Sign In / Providers: switch it off, unless another site needs it'

const wordsOf = (name: string) => name.replaceAll('_', ' ')

function open(name: string, remedy: string): Finding {
  return {
    level: 'warning',
    says: `people can also sign in with ${wordsOf(name)}`,
    why: 'such a sign-in does not prove a mailbox: it opens no billing, and people wonder why',
    remedy,
  }
}

async function readWays(project: SupabaseProject) {
  const settings = await project.readAuthSettings()
  const on = waysIn(settings)
  const rows =
    on.length === 0
      ? []
      : await project.query<{ provider: string }>(`
          select distinct provider
          from auth.users cross join lateral pg_catalog.jsonb_array_elements_text(
            coalesce(raw_app_meta_data -> 'providers', '[]')
          ) as provider
          union
          select 'anonymous_users' from auth.users where is_anonymous`)
  const taken = new Set(rows.map(({ provider }) => provider))
  return {
    settings,
    unused: on.filter((name) => !taken.has(name)),
    used: on.filter((name) => taken.has(name)),
    further: Object.entries(furtherWays).flatMap(([field, name]) =>
      settings[field] === true ? [name] : [],
    ),
  }
}

function waysIn(settings: AuthSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const way = /^external_(\w+)_enabled$/.exec(name)?.[1]
    return value === true && way !== undefined && way !== 'email' ? [way] : []
  })
}

async function lookFromOutside(data: World['data']): Promise<Finding[]> {
  if (data === null) return [unknown('the ways to sign in', takes.data)]
  const {
    external = {},
    saml_enabled: saml,
    passkeys_enabled: passkeys,
  } = await data.readAuthSettings()
  const on = [
    ...Object.keys(external).filter((name) => name !== 'email' && external[name] === true),
    ...(saml === true ? ['saml'] : []),
    ...(passkeys === true ? ['passkeys'] : []),
  ]
  if (on.length === 0) return [ok('email is the only way to sign in')]
  return on.map((name) => open(name, byHand))
}
