import { Refusal } from '#local/wire/refusal.ts'
import type { EnvValue, EnvVar } from './env-store.ts'
import { contexts, newValue, scopes } from './env-store.ts'

/** A variable as a request carries it. @throws {Refusal} 403, 422 */
export function readVariable(body: unknown, plan: 'free' | 'pro'): EnvVar {
  const { key, scopes: asked, values, is_secret: isSecret = false } = record(body)
  if (typeof key !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    throw new Refusal(422, 'The key must begin with a letter and hold letters, digits and _ only')
  }
  if (typeof isSecret !== 'boolean') throw new Refusal(422, 'is_secret must be true or false')
  const variable = {
    key,
    scopes: readScopes(asked, { isSecret, plan }),
    values: readValues(values),
    isSecret,
    updatedAt: Date.now(),
  }
  assertSecretContexts(variable)
  return variable
}

function readScopes(asked: unknown, { isSecret, plan }: { isSecret: boolean; plan: string }) {
  const possible = isSecret ? scopes.filter((scope) => scope !== 'post-processing') : scopes
  if (asked === undefined && isSecret) {
    throw new Refusal(422, 'Secret values cannot be used within the post-processing scope')
  }
  if (asked === undefined) return possible
  if (!Array.isArray(asked) || !asked.every((scope) => scopes.includes(String(scope)))) {
    throw new Refusal(422, `Scopes are ${scopes.join(', ')}`)
  }
  const chosen = [...new Set(asked.map(String))]
  if (isSecret && chosen.includes('post-processing')) {
    throw new Refusal(422, 'Secret values cannot be used within the post-processing scope')
  }
  // Naming all possible scopes is no choice. https://github.com/netlify/terraform-provider-netlify/issues/57
  if (plan === 'free' && chosen.length < possible.length) {
    throw new Refusal(403, 'Upgrade your Netlify account to set specific scopes')
  }
  return chosen
}

function readValues(values: unknown): EnvValue[] {
  if (!Array.isArray(values)) throw new Refusal(422, 'values must be an array')
  return values.map(readValue)
}

/** One value with its context. @throws {Refusal} 422 */
export function readValue(body: unknown): EnvValue {
  const { value, context = 'all', context_parameter: parameter } = record(body)
  if (typeof value !== 'string') throw new Refusal(422, 'value must be a string')
  if (typeof context !== 'string' || !contexts.includes(context)) {
    throw new Refusal(422, `Contexts are ${contexts.join(', ')}`)
  }
  if (context !== 'branch') return newValue(value, context)
  if (typeof parameter !== 'string' || parameter === '') {
    throw new Refusal(422, 'The context branch needs its name as context_parameter')
  }
  return newValue(value, context, parameter)
}

/** The whole team can read a secret's value in `dev`, so `all` must not carry it there. @throws {Refusal} 422 */
export function assertSecretContexts({ isSecret, values }: EnvVar): void {
  if (isSecret && values.some(({ context }) => context === 'all')) {
    throw new Refusal(422, 'Secret values must name their deploy contexts: all is not allowed')
  }
}

function record(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>
  }
  throw new Refusal(422, 'A JSON object is expected')
}
