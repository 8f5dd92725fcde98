import type { Change } from '../../services/change.ts'
import type { AuthSettings, SupabaseProject } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import type { WantedSetting } from './wanted-auth-settings.ts'
import { readWantedSettings } from './wanted-auth-settings.ts'

const remedy = 'run `npm run setup`; or Supabase > Authentication, as docs/going-live.md says'

/** Sign-ins prove what they must: confirmations on, long codes, short lives, emails that lead only to the page. */
export const authSettings: Check = {
  name: 'auth_settings',
  group: 'supabase',
  async look(world) {
    if (world.project === null) return lookFromOutside(world)
    const settings = await world.project.readAuthSettings()
    const different = await compare(world, settings)
    const findings = [
      ...different.map(({ name, value, weight, why }): Finding => ({
        level: weight,
        says: `Auth: ${name} is ${show(settings[name])}, not ${show(value)}`,
        why,
        remedy,
      })),
      ...redirectFaults(settings),
    ]
    return findings.length > 0 ? findings : [ok('the settings of Auth match this copy')]
  },
  async fix(world) {
    const { project } = world
    if (project === null) return []
    const settings = await project.readAuthSettings()
    const different = [...(await compare(world, settings)), ...keptRedirects(settings)]
    return different.length === 0
      ? []
      : [patchAuth(project, { says: 'Change settings of Auth', settings, different })]
  },
}

/** A change of settings, with a line for each difference. */
export function patchAuth(
  project: SupabaseProject,
  order: {
    says: string
    settings: AuthSettings
    different: readonly Pick<WantedSetting, 'name' | 'value'>[]
  },
): Change {
  const { says, settings, different } = order
  return {
    says,
    details: different.map(
      ({ name, value }) => `${name}: ${show(settings[name])} -> ${show(value)}`,
    ),
    call: {
      service: 'supabase',
      method: 'PATCH',
      path: `${project.path}/config/auth`,
      body: Object.fromEntries(different.map(({ name, value }) => [name, value])),
    },
  }
}

async function compare({ folder, page }: World, settings: AuthSettings): Promise<WantedSetting[]> {
  const wanted = await readWantedSettings(folder)
  if (page !== null)
    wanted.unshift({
      name: 'site_url',
      value: page,
      weight: 'fault',
      why: 'the links in the emails lead elsewhere',
    })
  const isSame = (one: unknown, other: unknown) =>
    one === other || (isAddress(one) && isAddress(other) && bare(one) === bare(other))
  return wanted.filter(({ name, value }) => !isSame(settings[name], value))
}

/** A slash at the end makes no other address. */
const isAddress = (value: unknown): value is string => /^https?:/.test(String(value))
const bare = (address: string) => address.replace(/\/+$/, '')

/** A wildcard hands sessions to anyone who can put up a page under it. Whole addresses may be another site's. */
function redirectFaults(settings: AuthSettings): Finding[] {
  const entries = redirectsOf(settings)
  const wild = entries.filter((entry) => entry.includes('*'))
  const whole = entries.filter((entry) => !entry.includes('*'))
  const findings: Finding[] = []
  if (wild.length > 0)
    findings.push({
      level: 'fault',
      says: `Auth: the redirect URLs contain a wildcard (${wild.join(', ')})`,
      why: "anyone who can put up a page under it can receive your visitors' sessions",
      remedy,
    })
  if (whole.length > 0)
    findings.push({
      level: 'warning',
      says: `Auth: the redirect URLs allow other pages to receive sessions (${whole.join(', ')})`,
      why: 'the gateway needs none',
      remedy:
        'unless another site of yours uses this project: Supabase > Authentication > URL Configuration, remove them',
    })
  return findings
}

function keptRedirects(settings: AuthSettings): Pick<WantedSetting, 'name' | 'value'>[] {
  const entries = redirectsOf(settings)
  const kept = entries.filter((entry) => !entry.includes('*'))
  return kept.length === entries.length ? [] : [{ name: 'uri_allow_list', value: kept.join(',') }]
}

function redirectsOf({ uri_allow_list: list }: AuthSettings): string[] {
  return String(list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** What Auth tells anyone. */
async function lookFromOutside({ data }: World): Promise<Finding[]> {
  if (data === null) return [unknown('the settings of Auth', takes.data)]
  const settings = await data.readAuthSettings()
  const findings: Finding[] = []
  const fault = (says: string, why: string) => findings.push({ level: 'fault', says, why, remedy })
  if (settings.mailer_autoconfirm !== false)
    fault(
      'Auth: email confirmation is off',
      'anyone can sign in with any address; the page closes itself (project_unsafe)',
    )
  if (settings.disable_signup === true)
    fault('Auth: sign-ups are off', 'anyone signing in for the first time is refused')
  return [...findings, unknown("Auth's codes, emails and redirect URLs", takes.project)]
}

function show(value: AuthSettings[string]): string {
  return value === null || value === undefined || value === '' ? 'empty' : String(value)
}
