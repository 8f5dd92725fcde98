import { GatewayError } from '../errors.ts'

/** What a door adds to its line in the log: counts and outcomes, never an address, an id or a link. */
export type Facts = Record<string, number | string | boolean>

/** One line of JSON for each request. */
export function logRequest(entry: {
  door: string
  requestId: string
  status: number
  /** `undefined` if the door answered as it wanted to. */
  fault: unknown
  durationMs: number
  facts: Facts
}): void {
  const { door, requestId, status, fault, durationMs, facts } = entry
  const line = JSON.stringify({
    door,
    requestId,
    status,
    ...(fault === undefined ? {} : describe(fault)),
    durationMs: Math.round(durationMs),
    ...facts,
  })
  if (status >= 500) console.error(line)
  else console.info(line)
}

/** Our own message says what to do. Of anything else only the kind and the place: its message may hold anything. */
function describe(fault: unknown): Record<string, unknown> {
  if (fault instanceof GatewayError) return { code: fault.code, reason: fault.message }
  const { name, stack } = fault instanceof Error ? fault : new Error('not an error')
  const place = stack?.split('\n').find((line) => /^\s+at /.test(line))
  return { code: 'internal', reason: name, at: place?.trim() }
}
