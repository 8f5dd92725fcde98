/** A call that changes something at one of the owner's services: shown by `--dry-run`, made otherwise. */
export type Call = {
  service: 'stripe' | 'supabase' | 'netlify'
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its leading slash; no secret and no address in it. */
  path: string
  body?: Record<string, unknown> | readonly Record<string, unknown>[]
  /** Names of fields in `body`, at any depth, whose values are never shown. */
  secretFields?: readonly string[]
}
