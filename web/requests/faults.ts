import type { ErrorCode } from '#server/contract/problem.ts'
import type { Text } from '../words/text.ts'

/** Everything that can go wrong, as far as the page tells it apart. */
export type FaultCode =
  | ErrorCode
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

/** A request that failed. `requestId` and the wait are there where the server told them. */
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

const wordsByCode: Record<FaultCode, keyof Text['faults']> = {
  offline: 'offline',
  timeout: 'slow',
  answer_unreadable: 'ours',
  mail_too_soon: 'mailBusy',
  mail_not_set_up: 'mailBroken',
  address_refused: 'address',
  captcha_failed: 'captcha',
  code_refused: 'code',
  visitor_banned: 'banned',
  sign_in_failed: 'auth',
  auth_unavailable: 'auth',
  rate_limited: 'busy',
  stripe_unavailable: 'stripe',
  stripe_rate_limited: 'stripe',
  database_unavailable: 'lookup',
  portal_not_configured: 'owner',
  permission_missing: 'owner',
  project_unsafe: 'owner',
  config_missing: 'owner',
  customer_not_yours: 'gone',
  flow_unavailable: 'flow',
  token_missing: 'ours',
  token_invalid: 'ours',
  token_expired: 'ours',
  sign_in_too_old: 'ours',
  email_unproven: 'ours',
  body_invalid: 'ours',
  body_too_large: 'ours',
  signature_invalid: 'ours',
  method_not_allowed: 'ours',
  internal: 'ours',
}

/** The sentence that a visitor reads for a fault. */
export function wordsOf(text: Text, code: FaultCode): string {
  return text.faults[wordsByCode[code]]
}

/** Whether only the owner can mend it, in his settings. */
export function isOwners(code: FaultCode): boolean {
  return wordsByCode[code] === 'owner'
}

/** Whether a server's word is one that the page has a sentence for. */
export function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(wordsByCode, code)
}

/** Anything thrown, as a fault. What nobody expected is a mistake of ours and goes to the console too. */
export function asFault(error: unknown): PageFault {
  if (error instanceof PageFault) return error
  console.error(error)
  return new PageFault('internal', 'The page itself failed', { cause: error })
}
