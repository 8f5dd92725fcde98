import { randomUUID } from 'node:crypto'

export const contexts = [
  'all',
  'dev',
  'dev-server',
  'branch-deploy',
  'deploy-preview',
  'production',
  'branch',
]
export const scopes = ['builds', 'functions', 'runtime', 'post-processing']

export type EnvValue = { id: string; value: string; context: string; context_parameter?: string }

export type EnvVar = {
  key: string
  scopes: string[]
  values: EnvValue[]
  isSecret: boolean
  /** Milliseconds since 1970. */
  updatedAt: number
}

/** Shared by the account's sites, or the site's own. */
export type Shelf = Map<string, EnvVar>

export type EnvStore = ReturnType<typeof createEnvStore>

/** The variables as Netlify keeps them, secrets in the clear. */
export function createEnvStore() {
  const shared: Shelf = new Map()
  const own: Shelf = new Map()
  return {
    shared,
    own,
    /** What a production deploy sees in a scope; the site's own value wins over the shared one. */
    inProduction(scope: string): Record<string, string> {
      const seen = [...shared.values(), ...own.values()]
        .filter((variable) => variable.scopes.includes(scope))
        .map((variable): [string, string | undefined] => [variable.key, productionValue(variable)])
        .filter((entry): entry is [string, string] => entry[1] !== undefined)
      return Object.fromEntries(seen)
    },
    clear(): void {
      shared.clear()
      own.clear()
    },
  }
}

/** The value for production, else the one for all contexts. */
function productionValue({ values }: EnvVar): string | undefined {
  const find = (context: string) => values.find((value) => value.context === context)?.value
  return find('production') ?? find('all')
}

/** A value for one context; `parameter` names the branch where the context is `branch`. */
export function newValue(value: string, context: string, parameter?: string): EnvValue {
  const named = parameter === undefined ? {} : { context_parameter: parameter }
  return { id: randomUUID(), value, context, ...named }
}
