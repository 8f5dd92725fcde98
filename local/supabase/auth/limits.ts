import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'

const burst = 30
const windowSeconds = 300
/** How many calls come back within five minutes: by the settings, but for `/token`. */
const limited: Record<string, 'signInsPerNetwork' | 'verificationsPerNetwork' | 150> = {
  'POST /otp': 'signInsPerNetwork',
  'POST /magiclink': 'signInsPerNetwork',
  'POST /recover': 'signInsPerNetwork',
  'POST /resend': 'signInsPerNetwork',
  'POST /signup': 'signInsPerNetwork',
  'PUT /user': 'signInsPerNetwork',
  'GET /verify': 'verificationsPerNetwork',
  'POST /verify': 'verificationsPerNetwork',
  'POST /token': 150,
}

/** Before anything else is looked at. A path has one count for all its methods. @throws {AuthFailure} 429 */
export function assertNetwork(project: Project, request: Request, path: string): void {
  const limit = limited[`${request.method} ${path}`]
  if (limit === undefined) return
  const perWindow = typeof limit === 'number' ? limit : project.controls[limit]
  const network = (request.headers.get('x-forwarded-for') ?? '').split(',')[0]!.trim()
  const key = `${path} ${network}`
  const now = project.now()
  const { left } = project.memory
  const known = left.get(key) ?? { calls: burst, at: now }
  const back = ((now - known.at) / 1000 / windowSeconds) * perWindow
  const calls = Math.min(burst, known.calls + back)
  left.set(key, { calls: Math.max(0, calls - 1), at: now })
  if (calls < 1) throw new AuthFailure(429, 'over_request_rate_limit', 'Request rate limit reached')
}

const hour = 3_600_000

/** The project's own quota, counted before the email leaves. @throws {AuthFailure} 429 */
export function assertQuota(project: Project): void {
  const { emailsPerHour, autoconfirm } = project.controls
  if (emailsPerHour === null || autoconfirm) return
  const { emails } = project.memory
  if (project.now() - emails.since >= hour) Object.assign(emails, { sent: 0, since: project.now() })
  if (emails.sent >= emailsPerHour)
    throw new AuthFailure(429, 'over_email_send_rate_limit', 'email rate limit exceeded')
  emails.sent += 1
}

/** The built-in mailer sends only to members of the owner's organization, whatever their label. @throws {AuthFailure} 400 */
export function assertAuthorized(project: Project, to: string): void {
  const { authorizedAddresses: all } = project.controls
  if (all === null || all.includes(to.replace(/\+[^@]+@/, '@'))) return
  throw new AuthFailure(
    400,
    'email_address_not_authorized',
    `Email address "${to}" cannot be used as it is not authorized`,
  )
}

/** What the library that sends, or the mailbox, doesn't take. @throws {AuthFailure} 500 */
export function assertDeliverable(project: Project, to: string, template: string): void {
  const { undeliverable, smtpRefuses } = project.controls
  if (!/^\.|\.\.|\.@/.test(to) && !undeliverable.includes(to) && !smtpRefuses) return
  const kind = template.replace('_', ' ')
  throw new AuthFailure(500, 'unexpected_failure', `Error sending ${kind} email`)
}
