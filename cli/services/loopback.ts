import { GatewayError } from '#server/errors.ts'
import type { Environment } from '../variables/environment.ts'

/**
 * Where a stand-in speaks a service's API in its place: only ever on this machine.
 * @returns `null` if the variable is not set
 * @throws `config_missing` if it names any other place
 */
export function readLoopback(env: Environment, name: string): URL | null {
  const text = env[name]
  if (text === undefined || text === '') return null
  const url = URL.parse(text)
  if (url === null || !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    throw new GatewayError(
      'config_missing',
      `"${name}" is not an address on this machine (http://127.0.0.1:...)`,
    )
  return url
}
