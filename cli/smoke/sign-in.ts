import type { Pasted } from './parse-paste.ts'
import { SmokeFault } from './smoke-fault.ts'

/** Signing in as a visitor does. */
export type SignIn = {
  /** Requests the email. @returns whether it could: a captcha keeps a terminal from it. @throws {SmokeFault} */
  requestEmail(email: string): Promise<boolean>
  /** Uses up the link or the code. @returns the access token @throws {SmokeFault} */
  prove(email: string, pasted: Pasted): Promise<string>
  end(accessToken: string): Promise<void>
}

/** Speaks Supabase Auth with the publishable key, as the page does. */
export function createSignIn(project: { url: string; publishableKey: string }): SignIn {
  const { url, publishableKey } = project
  // With this version errors have a `code`. https://supabase.com/docs/guides/auth/debugging/error-codes
  const headers = { apikey: publishableKey, 'X-Supabase-Api-Version': '2024-01-01' }
  const post = async (path: string, body: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(`${url}/auth/v1${path}`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', ...more },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
    })
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
    return { isGood: response.ok, status: response.status, answer }
  }
  const refuse = (what: string, status: number, answer: Record<string, unknown>): never => {
    const code = codeOf(answer)
    throw new SmokeFault(
      `Supabase ${what}: ${status} "${code}".`,
      remedies[code] ?? "See the project's Auth logs (Logs > Auth), and what npm run doctor says.",
    )
  }
  return {
    async requestEmail(email) {
      const { isGood, status, answer } = await post('/otp', { email, create_user: true })
      if (isGood) return true
      return codeOf(answer) === 'captcha_failed'
        ? false
        : refuse('did not send the email', status, answer)
    },
    async prove(email, pasted) {
      const body =
        pasted.kind === 'code'
          ? { type: 'email', email, token: pasted.code }
          : { type: pasted.type, token_hash: pasted.tokenHash }
      const { isGood, status, answer } = await post('/verify', body)
      const token = answer.access_token
      return isGood && typeof token === 'string'
        ? token
        : refuse('did not accept this link or code', status, answer)
    },
    async end(accessToken) {
      const Authorization = `Bearer ${accessToken}`
      await post('/logout?scope=local', {}, { Authorization }).catch(() => undefined)
    },
  }
}

function codeOf(answer: Record<string, unknown>): string {
  const stated = [answer.code, answer.error_code].find((each) => typeof each === 'string')
  return typeof stated === 'string' ? stated : 'no code'
}

const remedies: Record<string, string> = {
  over_email_send_rate_limit:
    'Wait a minute and run it again. The built-in mailer sends two emails an hour: connect an SMTP server of your own.',
  email_address_not_authorized:
    "The built-in mailer only sends to the project's own team: use such an address, or connect an SMTP server of your own.",
  email_address_invalid: 'Use an address of yours that can receive email.',
  otp_expired: 'Links and codes work once, and only from the most recent email. Run it again.',
  email_provider_disabled: 'Switch on the email provider: npm run setup does it.',
  signup_disabled: 'Allow new users to sign up: npm run setup does it.',
}
