import { fingerprintKey, fingerprintOf } from '../../variables/wanted-variables.ts'
import type { World } from '../../world.ts'
import type { Change } from '../../services/change.ts'
import type { FoundSite } from '../../services/netlify-sites.ts'
import { valueOf } from '../../variables/environment.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import type { Difference } from './compare-variables.ts'
import {
  compareVariables,
  findCredentials,
  findPublishedSecrets,
  findStrays,
  listWanted,
  productionValueOf,
} from './compare-variables.ts'
import { createVariables, makeSecret, setVariable } from './netlify-changes.ts'
import { tellStray } from './stray-variable.ts'

const remedy = 'run `npm run setup`; or Netlify > Project configuration > Environment variables'

/** The site has the same variables as this copy, and the secret ones are secret. */
export const netlifyVariables: Check = {
  name: 'netlify_variables',
  group: 'netlify',
  async look(world) {
    const { site } = world
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
    // Together: they ask the same.
    const [differences, strays, credentials, published] = await Promise.all([
      compareVariables(world, site, found),
      findStrays(world, site),
      findCredentials(site),
      findPublishedSecrets(site),
    ])
    const findings = [
      ...differences.flatMap(tell),
      ...strays.map((key) => tellStray('the site has', key)),
      ...credentials.map(tellCredential),
      ...published.map(tellPublished),
      ...tellMoved(world, found),
    ]
    return findings.length > 0 ? findings : [ok(`the site ${found.name} has the variables`)]
  },
  fix: (world) => fixVariables(world),
}

function tell({ wanted: { key }, kind }: Difference): Finding[] {
  const why = 'the deployed page runs with something else than what is set up'
  switch (kind) {
    case 'missing':
      return [{ level: 'fault', says: `the site lacks "${key}"`, why, remedy }]
    case 'unseen':
      return [
        {
          level: 'fault',
          says: `the site has "${key}", but not for production`,
          why,
          remedy: `${remedy}: give it a value for "Production"`,
        },
      ]
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

function tellCredential(key: string): Finding {
  return {
    level: 'warning',
    says: `the site has "${key}", which it never uses`,
    why: 'a deploy that leaks it gives a whole account away',
    remedy: `delete it at Netlify, and make a new one: it has been where it should not be`,
  }
}

function tellPublished(key: string): Finding {
  return {
    level: 'warning',
    says: `the site has "${key}": builds publish what begins like this, and it is a secret`,
    why: 'anyone who opens the page may be able to read it; this page does not use it, another build may',
    remedy: 'delete it at Netlify, and roll that key where it comes from',
  }
}

/** The address in `.env` is the one of the first day; a domain that came later is hidden by it. */
function tellMoved({ page, site, env }: World, found: FoundSite): Finding[] {
  const own = `${found.name}.netlify.app`
  const isOld = URL.parse(page ?? '')?.hostname === own && valueOf(env, 'FRONTEND_URL') !== null
  if (site === null || !isOld || [own, ''].includes(URL.parse(found.url)?.hostname ?? '')) return []
  return [
    {
      level: 'warning',
      says: `the site is at ${found.url} now, and "FRONTEND_URL" is still ${page}`,
      why: 'the link in the email, the webhook and the way back from Stripe lead to the former address',
      remedy: `run \`npm run setup -- --page ${found.url}\`, which moves all of them`,
    },
  ]
}

async function fixVariables(world: World): Promise<Change[]> {
  const { site } = world
  const found = await site?.find()
  if (site === null || found === null || found === undefined) return []
  const differences = await compareVariables(world, site, found)
  const paths = await site.paths()
  const missing = differences.filter(({ current }) => current === null)
  const fingerprint = {
    key: fingerprintKey,
    value: fingerprintOf(await listWanted(world), found.id),
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
      kind === 'open' || (wanted.isSecret && !before.isSecret)
        ? makeSecret(wanted, before.values, path)
        : setVariable(wanted, path),
    )
  }
  // Last, so that it is never older than the secrets that it is about.
  if (needsFingerprint)
    changes.push({
      ...(current === null
        ? createVariables([fingerprint], paths.variables)
        : setVariable(fingerprint, paths.variable(fingerprintKey))),
      details: [],
      says: `Set ${fingerprintKey} at Netlify: a short hash of each secret, for later comparison`,
    })
  return changes
}
