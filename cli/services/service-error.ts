export type Service = 'stripe' | 'supabase' | 'netlify' | 'page'

/**
 * A service refused, or did not answer. The message names service, call and status, never a key, an address or a body.
 */
export class ServiceError extends Error {
  readonly service: Service
  /** The HTTP status; `null` if no answer came. */
  readonly status: number | null
  /** A word of the service's own, such as `resource_missing` or `42501`. */
  readonly code: string | null

  constructor(
    service: Service,
    {
      at,
      status,
      code = null,
      says,
    }: { at: string; status: number | null; code?: string | null; says?: string },
    options: { cause?: unknown } = {},
  ) {
    const what = status === null ? 'did not answer' : `answered ${status}`
    const words = [code, says].filter(Boolean).join(': ')
    super(`${names[service]} ${what} at "${at}"${words === '' ? '' : ` (${words})`}`, options)
    this.name = 'ServiceError'
    this.service = service
    this.status = status
    this.code = code
  }
}

const names: Record<Service, string> = {
  stripe: 'Stripe',
  supabase: 'Supabase',
  netlify: 'Netlify',
  page: 'The page',
}

/**
 * A service that did not answer is not waited for again by the same reader: its other checks say so at once.
 * @returns a function that runs what it is given, unless an earlier run got no answer
 */
export function createPatience(): <T>(ask: () => Promise<T>) => Promise<T> {
  let silence: ServiceError | null = null
  return async (ask) => {
    if (silence !== null) throw silence
    try {
      return await ask()
    } catch (error) {
      if (error instanceof ServiceError && error.status === null) silence = error
      throw error
    }
  }
}
