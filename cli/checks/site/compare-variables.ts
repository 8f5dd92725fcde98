import { variables } from '#server/needs.ts'
import type { Deploy, NetlifySite, SiteVariable } from '../../services/netlify-sites.ts'
import { ServiceError } from '../../services/service-error.ts'
import { valueOf } from '../../variables/environment.ts'
import { essenceOfValue, hashOfVariable } from '../../variables/variable-hash.ts'
import type { WantedVariable } from '../../variables/wanted-variables.ts'
import {
  fingerprintKey,
  fingerprintOf,
  listWantedVariables,
} from '../../variables/wanted-variables.ts'
import type { World } from '../../world.ts'
import { readLiveVariables } from './read-live-variables.ts'
import { hasWrongIssuer } from '../supabase/signing-keys.ts'
import { isOutdated } from '../stripe/webhook-endpoint.ts'

/**
 * `unseen`: it has values, none of them for production. `unsure`: a secret that was set by hand, which nobody can read
 * back, and which the live deploy doesn't have yet. `current` is `null` where the site has it under its other name, or
 * not at all.
 */
export type Difference = {
  wanted: WantedVariable
  current: SiteVariable | null
  kind: 'missing' | 'unseen' | 'other' | 'open' | 'unsure'
}

/**
 * What the site should have: what is here, but for a webhook secret that another machine has replaced, and an issuer
 * with which nobody could sign in.
 */
export async function listWanted(world: World): Promise<WantedVariable[]> {
  const wrong = [
    ...((await isOutdated(world)) ? ['STRIPE_WEBHOOK_SECRET'] : []),
    ...(hasWrongIssuer(world) ? ['SUPABASE_JWT_ISSUER'] : []),
  ]
  return listWantedVariables(world.env).filter(({ key }) => !wrong.includes(key))
}

/** Where the site's variables differ from what is here. @throws {ServiceError} */
export async function compareVariables(
  world: World,
  site: NetlifySite,
  found: { id: string; url: string; published: Deploy | null },
): Promise<Difference[]> {
  const there = await site.listVariables()
  const find = (key: string) => there.find((variable) => variable.key === key) ?? null
  const fingerprint = find(fingerprintKey)
  const isKnown = (wanted: WantedVariable, current: SiteVariable) => {
    // A secret that was set after its fingerprint may be any.
    if (fingerprint === null || (current.updatedAt ?? 0) > (fingerprint.updatedAt ?? 0)) return null
    const [own = ''] = fingerprintOf([wanted], found.id).split(' ')
    return (productionValueOf(fingerprint) ?? '').split(' ').includes(own)
  }
  const differences = (await listWanted(world)).flatMap((wanted): Difference[] => {
    const own = find(wanted.key)
    const current = own ?? find(otherNameOf(wanted.key) ?? '')
    const differs = (kind: Difference['kind']) => [{ wanted, current: own, kind }]
    // Netlify's own variable has the site's address.
    const isSites = wanted.key === 'FRONTEND_URL' && isSame(found.url, wanted.value)
    if (current === null) return isSites ? [] : differs('missing')
    if (productionValueOf(current) === undefined) return isSites ? [] : differs('unseen')
    if (!wanted.isSecret)
      return isSame(productionValueOf(current) ?? '', wanted.value) ? [] : differs('other')
    if (!current.isSecret && own !== null) return differs('open')
    const isKnownToBe = isKnown(wanted, current)
    if (isKnownToBe === null) return differs('unsure')
    return isKnownToBe ? [] : differs('other')
  })
  if (differences.every(({ kind }) => kind !== 'unsure')) return differences
  return settle(differences, { live: await tryLiveVariables(world), there, found })
}

/** If the page does not answer, its own check says so. */
async function tryLiveVariables(world: World): ReturnType<typeof readLiveVariables> {
  try {
    return await readLiveVariables(world)
  } catch (error) {
    if (error instanceof ServiceError) return null
    throw error
  }
}

/** What Netlify shows nobody, the live deploy may tell: unless it is older than the variable. */
function settle(
  differences: Difference[],
  seen: {
    live: ReadonlyMap<string, string> | null
    there: SiteVariable[]
    found: { published: Deploy | null }
  },
): Difference[] {
  const { live, there, found } = seen
  const deployedAt = found.published?.startedAt ?? 0
  return differences.flatMap((difference): Difference[] => {
    const { key, value } = difference.wanted
    const hash = live?.get(key)
    const names = [key, otherNameOf(key)]
    const isOlder = there.some(
      (each) => names.includes(each.key) && (each.updatedAt ?? 0) > deployedAt,
    )
    if (difference.kind !== 'unsure' || hash === undefined || isOlder) return [difference]
    return hash === hashOfVariable(key, value) ? [] : [{ ...difference, kind: 'other' }]
  })
}

/** Variables at the site that change what the deployed page does, and are not here. */
export async function findStrays(world: World, site: NetlifySite): Promise<string[]> {
  const ours = variables
    .filter(({ name, isLocal }) => isLocal === true || valueOf(world.env, name) === null)
    .map(({ name }): string => name)
  const there = (await site.listVariables()).filter((each) => productionValueOf(each) !== undefined)
  return there.map(({ key }) => key).filter((key) => ours.includes(key))
}

/** What only these commands take, and opens a whole account. */
export async function findCredentials(site: NetlifySite): Promise<string[]> {
  const all = ['STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN', 'SMTP_PASS']
  return (await site.listVariables()).map(({ key }) => key).filter((key) => all.includes(key))
}

/** Names that builds put into what everybody loads, with what must stay secret behind them. */
export async function findPublishedSecrets(site: NetlifySite): Promise<string[]> {
  const isPublished = (key: string) =>
    /^(VITE|PUBLIC|NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|GATSBY|VUE_APP)_/.test(key)
  const isSecretName = (key: string) => /SECRET|SERVICE_ROLE|PASSWORD|PRIVATE/.test(key)
  const isSecretValue = ({ value }: { value: string }) =>
    /^(sk|rk)_(live|test)_|^(whsec|sb_secret|sbp|nfp)_/.test(value)
  return (await site.listVariables())
    .filter(
      ({ key, values }) => isPublished(key) && (isSecretName(key) || values.some(isSecretValue)),
    )
    .map(({ key }) => key)
}

/** What a production deploy sees. */
export function productionValueOf({ values }: SiteVariable): string | undefined {
  const find = (context: string) => values.find((value) => value.context === context)?.value
  return find('production') ?? find('all')
}

function otherNameOf(key: string): string | undefined {
  return variables.find(({ name }) => name === key)?.otherName
}

function isSame(one: string, other: string): boolean {
  return essenceOfValue(one) === essenceOfValue(other)
}
