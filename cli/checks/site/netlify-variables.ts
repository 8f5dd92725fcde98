import type { NetlifySite, SiteVariable } from '../../services/netlify-sites.ts'
import type { WantedVariable } from '../../variables/wanted-variables.ts'
import {
  fingerprintKey,
  fingerprintOf,
  listWantedVariables,
} from '../../variables/wanted-variables.ts'
import type { World } from '../../world.ts'
import type { Change } from '../../services/change.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { createVariables, makeSecret, setVariable } from './netlify-changes.ts'

const remedy = 'run `npm run setup`; or Netlify > Site configuration > Environment variables'

/** The site has the same variables as this copy, and the secret ones are secret. */
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
          why: 'its variables can be neither read nor set',
          remedy:
            'is --netlify-site the right one? `npm run setup` lists the sites that the token opens',
        },
      ]
    const findings = (await compare(site, { env, siteId: found.id })).flatMap(tell)
    return findings.length > 0 ? findings : [ok(`the site ${found.name} has the variables`)]
  },
  fix: (world) => fixVariables(world),
}

/** `unsure`: a secret that was set by hand, which nobody can read back. */
type Difference = {
  wanted: WantedVariable
  current: SiteVariable | null
  kind: 'missing' | 'other' | 'open' | 'unsure'
}

async function compare(
  site: NetlifySite,
  { env, siteId }: { env: World['env']; siteId: string },
): Promise<Difference[]> {
  const all = listWantedVariables(env)
  const variables = await site.listVariables()
  const find = (key: string) => variables.find((variable) => variable.key === key) ?? null
  const fingerprint = find(fingerprintKey)
  const isKnown = (wanted: WantedVariable, current: SiteVariable) => {
    // A secret that was set after its fingerprint may be any.
    if (fingerprint === null || (current.updatedAt ?? 0) > (fingerprint.updatedAt ?? 0)) return null
    const [own = ''] = fingerprintOf([wanted], siteId).split(' ')
    return (productionValueOf(fingerprint) ?? '').split(' ').includes(own)
  }
  return all.flatMap((wanted): Difference[] => {
    const current = find(wanted.key)
    const differs = (kind: Difference['kind']) => [{ wanted, current, kind }]
    if (current === null) return differs('missing')
    if (!wanted.isSecret) return productionValueOf(current) === wanted.value ? [] : differs('other')
    if (!current.isSecret) return differs('open')
    const isSame = isKnown(wanted, current)
    if (isSame === null) return differs('unsure')
    return isSame ? [] : differs('other')
  })
}

function productionValueOf({ values }: SiteVariable): string | undefined {
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
        { level: 'fault', says: `the site's "${key}" differs from the one here`, why, remedy },
      ]
    case 'open':
      return [
        {
          level: 'warning',
          says: `"${key}" is not marked as a secret at Netlify`,
          why: 'everyone in your Netlify team can read it, and a build may print it',
          remedy,
        },
      ]
    case 'unsure':
      return [unknown(`whether the site's "${key}" is the same as the one here`, remedy)]
  }
}

async function fixVariables({ site, env }: World): Promise<Change[]> {
  const found = await site?.find()
  if (site === null || found === null || found === undefined) return []
  const differences = await compare(site, { env, siteId: found.id })
  const paths = await site.paths()
  const missing = differences.filter(({ current }) => current === null)
  const fingerprint = {
    key: fingerprintKey,
    value: fingerprintOf(listWantedVariables(env), found.id),
    isSecret: false,
  }
  const current = (await site.listVariables()).find(({ key }) => key === fingerprintKey) ?? null
  const needsFingerprint =
    current === null ||
    productionValueOf(current) !== fingerprint.value ||
    differences.some(({ wanted }) => wanted.isSecret)
  const changes: Change[] = []
  if (missing.length > 0)
    changes.push(
      createVariables(
        missing.map(({ wanted }) => wanted),
        paths.variables,
      ),
    )
  for (const { wanted, current: before, kind } of differences) {
    if (before === null) continue
    const path = paths.variable(wanted.key)
    changes.push(
      kind === 'open' ? makeSecret(wanted, before.values, path) : setVariable(wanted, path),
    )
  }
  // Last, so that it is never older than the secrets that it is about.
  if (needsFingerprint)
    changes.push({
      ...(current === null
        ? createVariables([fingerprint], paths.variables)
        : setVariable(fingerprint, paths.variable(fingerprintKey))),
      says: `Set ${fingerprintKey} at Netlify: a short hash of each secret, for later comparison`,
    })
  return changes
}
