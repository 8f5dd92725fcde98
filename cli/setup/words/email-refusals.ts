import type { ServiceError } from '../../services/service-error.ts'

const place = 'Supabase > Authentication > Emails > SMTP Settings'
const logs = "your email server's own words are under Supabase > Logs > Auth"

/** By Auth's code. https://github.com/supabase/auth/blob/master/internal/api/apierrors/errorcode.go */
const words: Record<string, string> = {
  over_email_send_rate_limit:
    'Supabase has sent as many emails as it may, to this address within a minute or to all within an hour. Wait a minute; then look at Supabase > Authentication > Rate Limits.',
  over_request_rate_limit: 'this network has asked too often. Wait five minutes.',
  email_address_not_authorized: `Supabase's built-in mailer sends only to members of your organization. Connect an email server: ${place}.`,
  email_address_invalid: 'Supabase takes this address for one that gets no email. Try another.',
  validation_failed: 'Supabase does not take this for an address. Try another.',
  email_provider_disabled:
    'the project has email switched off. `npm run setup` switches it on; or Supabase > Authentication > Sign In / Providers.',
  signup_disabled:
    'the project lets nobody new in. `npm run setup` changes that; or Supabase > Authentication > Sign In / Providers.',
  request_timeout: `the email server does not answer Supabase. Are host and port right (587 or 465, a host without http://)? ${place}.`,
  unexpected_failure: `the email server refuses it, or Supabase cannot reach it. Are host, port, user name and password right, and is the sender's address verified at your email service? ${place}; ${logs}.`,
}

/** Why an email could not be sent, and what the owner does about it. */
export function wordsOfRefusal(error: ServiceError): string {
  const { status, code } = error
  const known = words[code ?? ''] ?? (status === 504 ? words.request_timeout : undefined)
  return known === undefined ? `${error.message}; ${logs}.` : known
}
