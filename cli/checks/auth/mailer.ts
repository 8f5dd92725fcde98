import type { Change } from '../../services/change.ts'
import type { AuthSettings } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** What an email server takes, and the variables that bring it. */
export const mailerFields = {
  smtp_host: 'SMTP_HOST',
  smtp_port: 'SMTP_PORT',
  smtp_user: 'SMTP_USER',
  smtp_pass: 'SMTP_PASS',
  smtp_admin_email: 'SMTP_ADMIN_EMAIL',
  smtp_sender_name: 'SMTP_SENDER_NAME',
} as const

/** Emails go out through the owner's own email server. */
export const mailer: Check = {
  name: 'mailer',
  group: 'supabase',
  async look({ project }) {
    if (project === null) return [unknown('how emails are sent', takes.project)]
    const settings = await project.readAuthSettings()
    if (settings.hook_send_email_enabled === true)
      return [ok('emails are sent by a hook of your own')]
    if (!hasServer(settings))
      return [
        {
          level: 'fault',
          says: "emails go out through Supabase's built-in mailer: no customer gets one",
          why: 'it only sends to members of your Supabase organization, two emails an hour',
          remedy:
            'run `npm run setup`, which asks for your email server (or takes SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, SMTP_ADMIN_EMAIL and SMTP_SENDER_NAME); or Supabase > Authentication > Emails > SMTP Settings',
        },
      ]
    const findings = judgeServer(settings)
    return findings.length > 0
      ? findings
      : [
          ok(
            `emails go out through ${String(settings.smtp_host)}, at most ${String(settings.rate_limit_email_sent)} an hour`,
          ),
        ]
  },
  async fix(world) {
    const { project, env } = world
    if (project === null || !Object.values(mailerFields).every((name) => (env[name] ?? '') !== ''))
      return []
    return hasServer(await project.readAuthSettings()) ? [] : [useServer(world)]
  },
}

/** Whether the project sends through a server of its owner's. */
export function hasServer({ smtp_host: host }: AuthSettings): boolean {
  return typeof host === 'string' && host !== ''
}

function judgeServer(settings: AuthSettings): Finding[] {
  const place = 'Supabase > Authentication > Emails > SMTP Settings'
  const rate = Number(settings.rate_limit_email_sent)
  const port = Number(settings.smtp_port)
  return [
    ...(settings.smtp_admin_email
      ? []
      : [
          {
            level: 'fault' as const,
            says: 'the email server has no sender address',
            why: 'every email is refused',
            remedy: `${place}: Sender email`,
          },
        ]),
    ...(port >= 1 && port <= 65_535
      ? []
      : [
          {
            level: 'fault' as const,
            says: `the email server's port is ${settings.smtp_port || 'empty'}`,
            why: 'Supabase cannot reach the server: no email goes out',
            remedy: `${place}: Port number, mostly 465 or 587`,
          },
        ]),
    ...(settings.smtp_sender_name
      ? []
      : [
          {
            level: 'warning' as const,
            says: 'emails name no sender, only an address',
            why: 'customers who do not know it may take the email for fraud',
            remedy: `${place}: Sender name`,
          },
        ]),
    ...(rate >= 30
      ? []
      : [
          {
            level: 'warning' as const,
            says: `only ${rate} emails an hour may go out, for all customers together`,
            why: "a few requests, a stranger's too, keep everyone else out for an hour",
            remedy:
              'Supabase > Authentication > Rate Limits: Rate limit for sending emails, 100 or more',
          },
        ]),
  ]
}

function useServer({ project, env }: World): Change {
  const given = Object.entries(mailerFields).map(([field, name]) => [field, env[name] ?? ''])
  return {
    says: `Send emails through ${env.SMTP_HOST}, at most 100 an hour`,
    call: {
      service: 'supabase',
      method: 'PATCH',
      path: `${project!.path}/config/auth`,
      // All at once: Supabase accepts the sender's name and the rate only with the whole email server.
      body: { ...Object.fromEntries(given), rate_limit_email_sent: 100 },
      secretFields: ['smtp_pass', 'smtp_user', 'smtp_admin_email'],
    },
  }
}
