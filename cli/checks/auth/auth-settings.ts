import type { Change } from '../../services/change.ts'
import type { AuthSettings, SupabaseProject } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { isShared } from './is-shared.ts'
import type { WantedSetting } from './wanted-auth-settings.ts'
import { isSameSetting, readWantedSettings, showSetting } from './wanted-auth-settings.ts'

const place = 'Supabase > Authentication, as docs/going-live.md says'

/** Sign-ins prove what they must: confirmations on, long codes, short lives, emails that lead only to the page. */
export const authSettings: Check = {
  name: 'auth_settings',
  group: 'supabase',
  async look(world) {
    const { project } = world
    if (project === null) return lookFromOutside(world)
    const settings = await project.readAuthSettings()
    const different = await compare(world, project)
    const findings = [
      ...different.map((wanted) => judge(wanted, settings[wanted.name])),
      ...(await judgeRedirects(world, project)),
    ]
    return findings.length > 0 ? findings : [ok('the settings of Auth match this copy')]
  },
  async fix(world) {
    const { project } = world
    if (project === null) return []
    const settings = await project.readAuthSettings()
    const different = [...(await compare(world, project)), ...keptRedirects(settings)]
    return different.length === 0
      ? []
      : [patchAuth(project, { says: 'Change settings of Auth', settings, different })]
  },
}

type Difference = Pick<WantedSetting, 'name' | 'label' | 'value' | 'isOpposite'>

/** A change of settings, with a line for each difference. */
export function patchAuth(
  project: SupabaseProject,
  order: { says: string; settings: AuthSettings; different: readonly Difference[] },
): Change {
  const { says, settings, different } = order
  return {
    brief: `${says} (${different.length})`,
    says,
    details: different.map(
      (each) =>
        `${each.label}: ${showSetting(each, settings[each.name])} -> ${showSetting(each, each.value)}`,
    ),
    call: {
      service: 'supabase',
      method: 'PATCH',
      path: `${project.path}/config/auth`,
      body: Object.fromEntries(different.map(({ name, value }) => [name, value])),
    },
  }
}

async function compare(
  { folder, page }: World,
  project: SupabaseProject,
): Promise<WantedSetting[]> {
  const settings = await project.readAuthSettings()
  const wanted = await readWantedSettings(folder)
  if (page !== null)
    wanted.unshift({
      name: 'site_url',
      label: 'Site URL',
      place: 'Authentication > URL Configuration',
      from: 'site_url',
      value: page,
      weight: 'fault',
      why: 'the links in the emails lead elsewhere',
    })
  const different = wanted.filter(({ name, value }) => !isSameSetting(settings[name], value))
  if (!different.some(({ isForBillingOnly }) => isForBillingOnly)) return different
  const isTheirs = await isShared(project, folder)
  return different.filter(
    ({ name, isForBillingOnly = false, most }) =>
      !(isTheirs && isForBillingOnly) || isBeyond(settings[name], most),
  )
}

function judge(wanted: WantedSetting, current: AuthSettings[string]): Finding {
  const { name, label, value, most } = wanted
  const isWorse = isBeyond(current, most)
  return {
    level: isWorse ? 'fault' : wanted.weight,
    says: `Auth: "${label}" is ${showSetting(wanted, current)}, not ${showSetting(wanted, value)} (${name})`,
    why: isWorse ? most!.why : wanted.why,
    remedy:
      'run `npm run setup`' + (wanted.place === null ? '' : `; or Supabase > ${wanted.place}`),
  }
}

function isBeyond(current: AuthSettings[string], most: WantedSetting['most']): boolean {
  return most !== undefined && Number(current) > most.value
}

/** A wildcard hands sessions to anyone who can put up a page under it. Whole addresses may be another site's. */
async function judgeRedirects({ folder }: World, project: SupabaseProject): Promise<Finding[]> {
  const entries = redirectsOf(await project.readAuthSettings())
  const wild = entries.filter((entry) => entry.includes('*'))
  const whole = entries.filter((entry) => !entry.includes('*'))
  const findings: Finding[] = []
  if (wild.length > 0)
    findings.push({
      level: 'fault',
      says: `Auth: the redirect URLs contain a wildcard (${wild.join(', ')})`,
      why: "anyone who can put up a page under it can receive your visitors' sessions",
      remedy: 'run `npm run setup`; or Supabase > Authentication > URL Configuration',
    })
  if (whole.length > 0 && !(await isShared(project, folder)))
    findings.push({
      level: 'warning',
      says: `Auth: the redirect URLs allow other pages to receive sessions (${whole.join(', ')})`,
      why: 'the gateway needs none',
      remedy:
        'unless another site of yours uses this project: Supabase > Authentication > URL Configuration, remove them',
    })
  return findings
}

function keptRedirects(settings: AuthSettings): Difference[] {
  const entries = redirectsOf(settings)
  const kept = entries.filter((entry) => !entry.includes('*'))
  return kept.length === entries.length
    ? []
    : [{ name: 'uri_allow_list', label: 'Redirect URLs', value: kept.join(',') }]
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
  const fault = (says: string, why: string) =>
    findings.push({ level: 'fault', says, why, remedy: `run \`npm run setup\`; or ${place}` })
  if (settings.mailer_autoconfirm !== false)
    fault(
      'Auth: "Confirm email" is off',
      'anyone can sign in with any address; the page closes itself (project_unsafe)',
    )
  if (settings.disable_signup === true)
    fault(
      'Auth: "Allow new users to sign up" is off',
      'anyone signing in for the first time is refused',
    )
  return [...findings, unknown("Auth's codes, emails and redirect URLs", takes.project)]
}
