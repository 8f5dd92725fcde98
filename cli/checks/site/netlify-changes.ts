import type { Change } from '../../services/change.ts'
import type { SiteVariable } from '../../services/netlify-sites.ts'
import type { WantedVariable } from '../../variables/wanted-variables.ts'

/** Left out, they would be all of them, and a secret may not be used in post processing. */
const scopesOfSecret = ['builds', 'functions', 'runtime']

/** Variables that the site does not have yet; for production only: previews get keys of their own, or none. */
export function createVariables(wanted: readonly WantedVariable[], path: string): Change {
  return {
    brief: "Set the site's variables",
    says: `Set ${wanted.map(({ key }) => key).join(', ')} at Netlify`,
    details: wanted.map(show),
    call: {
      service: 'netlify',
      method: 'POST',
      path,
      body: wanted.map(({ key, value, isSecret }) => ({
        key,
        is_secret: isSecret,
        ...(isSecret && { scopes: scopesOfSecret }),
        values: [{ context: 'production', value }],
      })),
      ...(wanted.some(({ isSecret }) => isSecret) && { secretFields: ['value'] }),
    },
  }
}

/** Another value for production. */
export function setVariable(wanted: WantedVariable, path: string): Change {
  return {
    brief: "Set the site's variables",
    says: `Set another ${wanted.key} at Netlify`,
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

/** A secret can't have one value for all contexts: what previews have of their own stays. */
export function makeSecret(
  { key, value }: WantedVariable,
  current: SiteVariable['values'],
  path: string,
): Change {
  const others = current.filter(
    ({ context }) => !['all', 'production', 'dev', 'dev-server'].includes(context),
  )
  return {
    says: `Mark ${key} as a secret at Netlify, for production only`,
    call: {
      service: 'netlify',
      method: 'PUT',
      path,
      body: {
        key,
        is_secret: true,
        scopes: scopesOfSecret,
        values: [...others, { context: 'production', value }],
      },
      secretFields: ['value'],
    },
  }
}

function show({ key, value, isSecret }: WantedVariable): string {
  return `${key} = ${isSecret ? '(secret)' : value}`
}
