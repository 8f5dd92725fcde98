import { GatewayError } from '../errors.ts'

/**
 * The fields of a JSON body, which nobody has checked yet. An empty body has none.
 * @throws `body_invalid` if it is no JSON object
 */
export function parseJsonObject(body: string): Record<string, unknown> {
  if (body.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (cause) {
    throw new GatewayError('body_invalid', 'the body is not JSON', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GatewayError('body_invalid', 'the body is not a JSON object')
  return value as Record<string, unknown>
}

/** What is thrown for a field of the wrong form. */
export function invalidField(field: string): GatewayError {
  return new GatewayError('body_invalid', `"${field}" is missing or not of the documented form`)
}
