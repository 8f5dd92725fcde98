import type { NetlifySite, SiteVariable } from '../../services/netlify-sites.ts'
import type { WantedVariable } from '../../variables/wanted-variables.ts'
import {
  fingerprintKey,
  fingerprintOf,
  listWantedVariables,
} from '../../variables/wanted-variables.ts'
import type { World } from '../../world.ts'
import type { Change, Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const remedy = 'run `npm run setup`; or Netlify > Site configuration > Environment variables'

/** The site has the variables that stand here, and the secret ones are secret. */
export const netlifyVariables: Check = {
  name: 'netlify_variables',
  group: 'netlify',
  async look({ site, env }) {
    if (site === null) return [unknown("the site's variables", takes.site)]
    const found = await site.find()
    if (found === null)
      return [
        {
          level: 'fault',
          says: '"NETLIFY_AUTH_TOKEN" does not open the site',
          why: 'its variables can be neither looked at nor set',
          remedy:
            'is it the right --netlify-site? `npm run setup` lists those that the token opens',
        },
      ]
    const findings = (await compare(site, { env, siteId: found.id })).flatMap(tell)
    return findings.length > 0 ? findings : [ok(`the site ${found.name} has the variables`)]
  },
  mend: (world) => mendVariables(world),
}

type Difference = {
  wanted: WantedVariable
  standing: SiteVariable | null
  kind: 'missing' | 'other' | 'open' | 'untold'
}

async function compare(
  site: NetlifySite,
  { env, siteId }: { env: World['env']; siteId: string },
): Promise<Difference[]> {
  const all = listWantedVariables(env)
  const variables = await site.listVariables()
  const find = (key: string) => variables.find((variable) => variable.key === key) ?? null
  const told = find(fingerprintKey)
  const isTold = (wanted: WantedVariable, standing: SiteVariable) => {
    // A secret that was set after it was told may be any.
    if (told === null || (standing.updatedAt ?? 0) > (told.updatedAt ?? 0)) return null
    const [own = ''] = fingerprintOf([wanted], siteId).split(' ')
    return (valueOf(told) ?? '').split(' ').includes(own)
  }
  return all.flatMap((wanted): Difference[] => {
    const standing = find(wanted.key)
    const differs = (kind: Difference['kind']) => [{ wanted, standing, kind }]
    if (standing === null) return differs('missing')
    if (!wanted.isSecret) return valueOf(standing) === wanted.value ? [] : differs('other')
    if (!standing.isSecret) return differs('open')
    const isSame = isTold(wanted, standing)
    if (isSame === null) return differs('untold')
    return isSame ? [] : differs('other')
  })
}

/** What production gets. */
function valueOf({ values }: SiteVariable): string | undefined {
  const find = (context: string) => values.find((value) => value.context === context)?.value
  return find('production') ?? find('all')
}

function tell({ wanted: { key }, kind }: Difference): Finding[] {
  const why = 'the deployed page runs with something else than what is set up'
  switch (kind) {
    case 'missing':
      return [{ level: 'fault', says: `the site lacks "${key}"`, why, remedy }]
    case 'other':
      return [
        { level: 'fault', says: `the site has another "${key}" than stands here`, why, remedy },
      ]
    case 'open':
      return [
        {
          level: 'warning',
          says: `"${key}" is not marked secret at Netlify`,
          why: 'everybody in your Netlify team can read it, and a build may print it',
          remedy,
        },
      ]
    case 'untold':
      return [unknown(`whether the site's "${key}" is the one that stands here`, remedy)]
  }
}

async function mendVariables({ site, env }: World): Promise<Change[]> {
  const found = await site?.find()
  if (site === null || found === null || found === undefined) return []
  const differences = await compare(site, { env, siteId: found.id })
  const paths = await site.paths()
  const missing = differences.filter(({ standing }) => standing === null)
  const standing = differences.filter(({ standing: before }) => before !== null)
  const value = fingerprintOf(listWantedVariables(env), found.id)
  const told = (await site.listVariables()).find(({ key }) => key === fingerprintKey) ?? null
  const needsTelling =
    told === null || valueOf(told) !== value || differences.some(({ wanted }) => wanted.isSecret)
  return [
    ...(missing.length === 0
      ? []
      : [
          create(
            missing.map(({ wanted }) => wanted),
            paths.variables,
          ),
        ]),
    ...standing.map((difference) => replace(difference, paths.variable(difference.wanted.key))),
    // Last, so that it is never older than what it tells of.
    ...(needsTelling
      ? [
          {
            ...(told === null
              ? create([{ key: fingerprintKey, value, isSecret: false }], paths.variables)
              : setValue(
                  { key: fingerprintKey, value, isSecret: false },
                  paths.variable(fingerprintKey),
                )),
            says: `${fingerprintKey}, which tells which secrets the site has, without telling them`,
          },
        ]
      : []),
  ]
}

/** For production alone: previews get keys of their own, or none. */
function create(wanted: WantedVariable[], path: string): Change {
  return {
    says: `Netlify gets ${wanted.map(({ key }) => key).join(', ')}`,
    details: wanted.map(show),
    call: {
      service: 'netlify',
      method: 'POST',
      path,
      body: wanted.map(({ key, value, isSecret }) => ({
        key,
        is_secret: isSecret,
        values: [{ context: 'production', value }],
      })),
      ...(wanted.some(({ isSecret }) => isSecret) && { secretFields: ['value'] }),
    },
  }
}

function replace({ wanted, standing, kind }: Difference, path: string): Change {
  if (kind !== 'open') return setValue(wanted, path)
  // A secret can't be for all contexts at once: what previews have of their own stays.
  const others = standing!.values.filter(
    ({ context }) => !['all', 'production', 'dev', 'dev-server'].includes(context),
  )
  return {
    says: `Netlify keeps ${wanted.key} as a secret, for production`,
    call: {
      service: 'netlify',
      method: 'PUT',
      path,
      body: {
        key: wanted.key,
        is_secret: true,
        values: [...others, { context: 'production', value: wanted.value }],
      },
      secretFields: ['value'],
    },
  }
}

function setValue(wanted: WantedVariable, path: string): Change {
  return {
    says: `Netlify gets another ${wanted.key}`,
    details: [show(wanted)],
    call: {
      service: 'netlify',
      method: 'PATCH',
      path,
      body: { context: 'production', value: wanted.value },
      ...(wanted.isSecret && { secretFields: ['value'] }),
    },
  }
}

function show({ key, value, isSecret }: WantedVariable): string {
  return `${key} = ${isSecret ? '(secret)' : value}`
}
