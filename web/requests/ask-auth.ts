import { PageFault } from './faults.ts'
import type { FaultCode } from './faults.ts'
import { send } from './send.ts'
import type { Answer } from './send.ts'

/** The address of Supabase Auth, and the key that anyone may know. */
export type AuthSettings = { supabaseUrl: string; publishableKey: string }

/** What proves an address: the hash of the link in the email, or the code with its address. */
export type Proof = { tokenHash: string } | { email: string; code: string }

// From this version on, errors have a `code`. https://supabase.com/docs/guides/auth/debugging/error-codes
const apiVersion = '2024-01-01'

const codesOfSupabase: Record<string, FaultCode> = {
  over_email_send_rate_limit: 'mail_too_soon',
  over_request_rate_limit: 'rate_limited',
  validation_failed: 'address_refused',
  email_address_invalid: 'address_refused',
  email_address_not_authorized: 'mail_not_set_up',
  email_provider_disabled: 'mail_not_set_up',
  signup_disabled: 'mail_not_set_up',
  otp_disabled: 'mail_not_set_up',
  captcha_failed: 'captcha_failed',
  otp_expired: 'code_refused',
  user_banned: 'visitor_banned',
}

/**
 * Has a sign-in email sent. Known and unknown addresses get the same answer; the address becomes a user either way,
 * because an answer that differs would tell strangers who is a customer. `captchaToken` is `null` unless the owner
 * wants a captcha.
 * @throws `mail_too_soon` (with the seconds to wait, if Supabase says them), `rate_limited`, `address_refused`,
 * `mail_not_set_up`, `captcha_failed`, `auth_unavailable`, `sign_in_failed`, `offline`, `timeout`
 */
export async function sendMail(
  settings: AuthSettings,
  {
    email,
    pageUrl,
    language,
    captchaToken,
    signal,
  }: {
    email: string
    pageUrl: string
    language: string
    captchaToken: string | null
    signal: AbortSignal
  },
): Promise<void> {
  // The email compares it with exactly this to know its language (supabase/templates).
  const path = `/otp?redirect_to=${encodeURIComponent(`${pageUrl}?lang=${language}`)}`
  const security =
    captchaToken === null ? {} : { gotrue_meta_security: { captcha_token: captchaToken } }
  judge(await ask(settings, { path, body: { email, create_user: true, ...security }, signal }))
}

/**
 * Redeems a link or a code and returns the access token, nothing else. The URL never chooses the type: `email` can't
 * redeem the hash of an address change.
 * @throws `code_refused` (wrong, used, replaced or expired: Supabase doesn't say which), and everything that `sendMail` throws
 */
export async function proveAddress(
  settings: AuthSettings,
  { proof, signal }: { proof: Proof; signal: AbortSignal },
): Promise<string> {
  const body =
    'tokenHash' in proof
      ? { type: 'email', token_hash: proof.tokenHash }
      : { type: 'email', email: proof.email, token: proof.code }
  const answer = await ask(settings, { path: '/verify', body, signal })
  // 400 for a code that can be none, 422 for one beside an address that can be none; the address was taken before.
  judge(answer, { ...codesOfSupabase, validation_failed: 'code_refused' })
  const token = answer.body?.['access_token']
  if (typeof token !== 'string')
    throw new PageFault('sign_in_failed', 'Supabase sent no "access_token"')
  return token
}

/** Ends the session at Supabase, as far as that works; the page has already forgotten the token. */
export async function endSession(settings: AuthSettings, accessToken: string): Promise<void> {
  await fetch(`${settings.supabaseUrl}/auth/v1/logout?scope=local`, {
    method: 'POST',
    headers: { ...headersOf(settings), Authorization: `Bearer ${accessToken}` },
    credentials: 'omit',
    keepalive: true,
  }).catch(() => null)
}

function ask(
  settings: AuthSettings,
  { path, body, signal }: { path: string; body: object; signal: AbortSignal },
): Promise<Answer> {
  const url = `${settings.supabaseUrl}/auth/v1${path}`
  return send({ url, headers: headersOf(settings), body, signal })
}

function headersOf({ publishableKey }: AuthSettings): Record<string, string> {
  return { apikey: publishableKey, 'X-Supabase-Api-Version': apiVersion }
}

function codeOf({ body }: Answer): unknown {
  return typeof body?.['code'] === 'string' ? body['code'] : body?.['error_code']
}

function judge(answer: Answer, codes = codesOfSupabase): void {
  if (answer.status < 300) return
  const stated = codeOf(answer)
  const code = typeof stated === 'string' ? codes[stated] : undefined
  const message = `Supabase Auth answered ${answer.status} "${String(stated)}"`
  throw new PageFault(code ?? codeOfStatus(answer.status), message, {
    retryAfterSeconds: readWait(answer.body?.['message'] ?? answer.body?.['msg']),
  })
}

function codeOfStatus(status: number): FaultCode {
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'auth_unavailable' : 'sign_in_failed'
}

// Only the message tells how long to wait, rounded down: "... you can only request this after 42 seconds."
function readWait(message: unknown): number | null {
  const seconds =
    typeof message === 'string' ? /after (\d{1,4}) second/.exec(message)?.[1] : undefined
  return seconds === undefined ? null : Number(seconds) || 1
}
