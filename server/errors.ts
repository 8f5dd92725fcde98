import type { ErrorCode, ProblemDetails } from './contract/problem.ts'

/** What each code means over HTTP: its status and the one sentence that a visitor may read. */
const meanings: Record<ErrorCode, { status: number; title: string }> = {
  token_missing: { status: 401, title: 'Sign in first.' },
  token_invalid: { status: 401, title: 'This sign-in is not valid here. Sign in again.' },
  token_expired: { status: 401, title: 'This sign-in has ended. Sign in again.' },
  sign_in_too_old: { status: 401, title: 'The sign-in was too long ago. Sign in again.' },
  credits_token_invalid: { status: 401, title: 'This token is not valid, or no longer.' },
  email_unproven: { status: 403, title: 'This sign-in does not prove the email address.' },
  token_unknown: { status: 404, title: 'No such token.' },
  session_unknown: { status: 404, title: 'No such order.' },
  session_expired: { status: 410, title: 'This order was paid some time ago. Sign in to see it.' },
  offer_unknown: { status: 404, title: 'That is not on offer.' },
  already_subscribed: { status: 409, title: 'You have this already.' },
  already_paid: { status: 409, title: 'This order is paid already.' },
  currencies_mixed: { status: 409, title: 'One order is paid in one currency.' },
  rhythms_mixed: { status: 409, title: 'One order renews in one rhythm.' },
  shipping_apart: {
    status: 409,
    title: 'These things are not sent together. Order them separately.',
  },
  customer_not_yours: { status: 404, title: 'No such customer.' },
  body_invalid: { status: 400, title: 'The request could not be understood.' },
  signature_invalid: { status: 400, title: 'The signature is not valid.' },
  method_not_allowed: { status: 405, title: 'This address does not accept that method.' },
  flow_unavailable: { status: 409, title: 'That action is not available for this customer.' },
  body_too_large: { status: 413, title: 'The request is too large.' },
  rate_limited: { status: 429, title: 'Too many requests. Wait a moment.' },
  stripe_unavailable: { status: 502, title: 'Stripe did not answer as expected. Try again.' },
  database_unavailable: { status: 502, title: 'The database did not answer. Try again.' },
  auth_unavailable: { status: 503, title: "Sign-ins can't be checked right now. Try again." },
  stripe_rate_limited: { status: 503, title: 'Stripe is busy. Try again in a moment.' },
  portal_not_configured: { status: 503, title: 'The billing portal is not set up yet.' },
  permission_missing: { status: 503, title: 'The billing page is not fully set up yet.' },
  project_unsafe: { status: 503, title: 'The billing page is closed until its sign-in is safe.' },
  config_missing: { status: 503, title: 'The billing page is not set up yet.' },
  internal: { status: 500, title: 'Something went wrong on our side.' },
}

/**
 * The one error that this server throws on purpose.
 *
 * `message` is for the owner's log: it names the thing at fault and the remedy, and never holds an address, a key,
 * a token or a provider's own words. The visitor sees only {@link GatewayError.title}.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode
  /** Seconds after which another try makes sense; becomes the `Retry-After` header. */
  readonly retryAfterSeconds: number | null
  /** Of `config_missing`: each variable, and what is wrong with it. */
  readonly faults: readonly { variable: string; problem: string }[]
  /** What the visitor alone is told beside the sentence; none of it reaches a log. */
  readonly details: ProblemDetails

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown
      retryAfterSeconds?: number
      faults?: readonly { variable: string; problem: string }[]
      details?: ProblemDetails
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'GatewayError'
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
    this.faults = options.faults ?? []
    this.details = options.details ?? {}
  }

  get status(): number {
    return meanings[this.code].status
  }

  get title(): string {
    return meanings[this.code].title
  }
}

/** Every code with its status, for the test that compares docs/errors.md with it. */
export function listErrorCodes(): { code: ErrorCode; status: number }[] {
  return (Object.keys(meanings) as ErrorCode[]).map((code) => ({
    code,
    status: meanings[code].status,
  }))
}
