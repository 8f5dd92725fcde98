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

export type EnvStore = ReturnType<typeof createEnvStore>

/** The site's variables as Netlify keeps them, secrets in the clear. */
export function createEnvStore() {
  const variables = new Map<string, EnvVar>()
  return {
    variables,
    /** What a production deploy sees in a scope. */
    inProduction(scope: string): Record<string, string> {
      const seen = [...variables.values()]
        .filter((variable) => variable.scopes.includes(scope))
        .map((variable): [string, string | undefined] => [variable.key, productionValue(variable)])
        .filter((entry): entry is [string, string] => entry[1] !== undefined)
      return Object.fromEntries(seen)
    },
  }
}

/** The value for production, else the one for all contexts. */
function productionValue({ values }: EnvVar): string | undefined {
  const find = (context: string) => values.find((value) => value.context === context)?.value
  return find('production') ?? find('all')
}

/** A value for one context; `parameter` names the branch if the context is `branch`. */
export function newValue(value: string, context: string, parameter?: string): EnvValue {
  const named = parameter === undefined ? {} : { context_parameter: parameter }
  return { id: randomUUID(), value, context, ...named }
}
