import { createHash } from 'node:crypto'
import { readConfig } from '#server/config.ts'
import { GatewayError } from '#server/errors.ts'
import { variables } from '#server/needs.ts'
import type { Environment } from './environment.ts'
import { valueOf } from './environment.ts'

/** A variable that the deployed site must have. */
export type WantedVariable = { key: string; value: string; isSecret: boolean }

/** A public variable beside the secret ones, whose values nobody can read back: it tells whether they are these. */
export const fingerprintKey = 'PORTAL_GATEWAY_SECRETS'

/** What the site must have, as far as the owner has it here in the right form: a wrong one is pushed nowhere. */
export function listWantedVariables(env: Environment): WantedVariable[] {
  const malformed = new Set<string>(findConfigFaults(env).map(({ variable }) => variable))
  return variables.flatMap(({ name, isSecret = false, isLocal, isSetByNetlify }) => {
    const value = isSetByNetlify ? env[name]?.trim() : valueOf(env, name)
    return value && !isLocal && !malformed.has(name) ? [{ key: name, value, isSecret }] : []
  })
}

/** What the server itself would find wrong with these variables. */
export function findConfigFaults(env: Environment): GatewayError['faults'] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof GatewayError) return error.faults
    throw error
  }
}

/** A short hash of each secret, for this site only: enough to compare, and no way back to a key made at random. */
export function fingerprintOf(wanted: readonly WantedVariable[], siteId: string): string {
  return wanted
    .filter(({ isSecret }) => isSecret)
    .map(({ key, value }) => {
      const hash = createHash('sha256').update(`${siteId}\n${key}\n${value}`).digest('hex')
      return `${key}:${hash.slice(0, 12)}`
    })
    .join(' ')
}
