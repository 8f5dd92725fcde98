export type Service = 'stripe' | 'supabase' | 'netlify' | 'page'

/**
 * A service refused, or did not answer. The message names service, call and status, never a key, an address or a body.
 */
export class ServiceError extends Error {
  readonly service: Service
  /** Method and path of the call. */
  readonly at: string
  /** The HTTP status; `null` if no answer came. */
  readonly status: number | null
  /** A word of the service's own, such as `resource_missing` or `42501`. */
  readonly code: string | null
  /** Something else answered in the service's place: a proxy, a sign-in page of the network. */
  readonly isForeign: boolean
  /** Seconds after which the service wants to be asked again; `null` if it does not say. */
  readonly retryAfter: number | null

  constructor(service: Service, about: About, options: { cause?: unknown } = {}) {
    const { at, status, code = null, says, sentence, retryAfter = null } = about
    const isForeign = code === 'not_json' || code === 'odd_shape'
    const answered = isForeign ? 'answered in another form' : `answered ${status}`
    const what = status === null ? 'did not answer' : answered
    const words = [isForeign ? null : code, says].filter(Boolean).join(': ')
    const made = `${names[service]} ${what} at "${at}"${words === '' ? '' : ` (${words})`}`
    super(sentence ?? made, options)
    this.name = 'ServiceError'
    this.service = service
    this.at = at
    this.status = status
    this.code = code
    this.isForeign = isForeign
    this.retryAfter = retryAfter
  }
}

type About = {
  /** Method and path. */
  at: string
  status: number | null
  code?: string | null
  says?: string
  /** In place of the one that is made of the others. */
  sentence?: string
  retryAfter?: number | null
}

const names: Record<Service, string> = {
  stripe: 'Stripe',
  supabase: 'Supabase',
  netlify: 'Netlify',
  page: 'The page',
}
