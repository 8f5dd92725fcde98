import type { LinksErrorCode } from '#server/contract/links.ts'
import type { PurchaseErrorCode } from '#server/contract/purchase.ts'
import type { TokensErrorCode } from '#server/contract/tokens.ts'
import type { Text } from '../words/text.ts'

/** Everything that can go wrong, as far as the page tells it apart: what its doors answer, and what it meets itself. */
export type FaultCode =
  | LinksErrorCode
  | PurchaseErrorCode
  | TokensErrorCode
  | 'offline'
  | 'timeout'
  | 'answer_unreadable'
  | 'mail_too_soon'
  | 'mail_not_set_up'
  | 'address_refused'
  | 'captcha_failed'
  | 'code_refused'
  | 'visitor_banned'
  | 'sign_in_failed'

/** A request that failed, with `requestId` and the time to wait if the server gave them. */
export class PageFault extends Error {
  readonly code: FaultCode
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null

  constructor(
    code: FaultCode,
    message: string,
    about: { requestId?: string | null; retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause })
    this.name = 'PageFault'
    this.code = code
    this.requestId = about.requestId ?? null
    this.retryAfterSeconds = about.retryAfterSeconds ?? null
  }
}

/**
 * Who or what helps if trying again doesn't: `support`, which can look into it; the `owner`, in the settings; a new
 * `sign-in`, or the first `proof` of the address.
 */
export type Remedy = 'support' | 'owner' | 'sign-in' | 'proof'

const meanings: Record<FaultCode, readonly [words: keyof Text['faults'], remedy?: Remedy]> = {
  offline: ['offline'],
  timeout: ['slow'],
  answer_unreadable: ['ours'],
  mail_too_soon: ['mailBusy'],
  mail_not_set_up: ['mailBroken', 'support'],
  address_refused: ['address'],
  captcha_failed: ['captcha'],
  code_refused: ['code'],
  visitor_banned: ['banned', 'support'],
  sign_in_failed: ['auth'],
  auth_unavailable: ['auth'],
  rate_limited: ['busy'],
  stripe_unavailable: ['stripe'],
  stripe_rate_limited: ['stripe'],
  database_unavailable: ['lookup'],
  portal_not_configured: ['owner', 'owner'],
  permission_missing: ['owner', 'owner'],
  project_unsafe: ['owner', 'owner'],
  config_missing: ['owner', 'owner'],
  customer_not_yours: ['gone'],
  flow_unavailable: ['flow'],
  session_unknown: ['order'],
  session_expired: ['orderOver'],
  token_missing: ['ours', 'sign-in'],
  token_invalid: ['ours', 'sign-in'],
  token_expired: ['ours', 'sign-in'],
  sign_in_too_old: ['ours', 'sign-in'],
  email_unproven: ['ours', 'proof'],
  token_unknown: ['ours'],
  body_invalid: ['ours'],
  body_too_large: ['ours'],
  method_not_allowed: ['ours'],
  internal: ['ours'],
}

/** The sentence that a visitor reads about a fault. */
export function wordsOf(text: Text, code: FaultCode): string {
  return text.faults[meanings[code][0]]
}

/** What helps against a fault; `undefined` if trying again is all there is. */
export function remedyOf(code: FaultCode): Remedy | undefined {
  return meanings[code][1]
}

/** Whether a server's code is one that the page knows. */
export function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(meanings, code)
}

/** Anything thrown, as a fault. What nobody expected is a mistake of ours and goes to the console as well. */
export function asFault(error: unknown): PageFault {
  if (error instanceof PageFault) return error
  console.error(error)
  return new PageFault('internal', 'The page itself failed', { cause: error })
}
