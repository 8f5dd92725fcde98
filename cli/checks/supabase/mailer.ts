import type { Change } from '../../services/change.ts'
import type { AuthSettings } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const fields = {
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
    const rate = Number(settings.rate_limit_email_sent)
    return hasServer(settings)
      ? [ok(`emails go out through ${String(settings.smtp_host)}, at most ${rate} an hour`)]
      : [
          {
            level: 'warning',
            says: "emails go out through Supabase's built-in mailer",
            why: 'it only sends to members of your Supabase organization, two emails an hour: no customer gets a link',
            remedy:
              'set SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, SMTP_ADMIN_EMAIL and SMTP_SENDER_NAME for a run of `npm run setup`; or Supabase > Authentication > Emails > SMTP Settings',
          },
        ]
  },
  async fix(world) {
    const { project, env } = world
    if (project === null || !Object.values(fields).every((name) => (env[name] ?? '') !== ''))
      return []
    return hasServer(await project.readAuthSettings()) ? [] : [useServer(world)]
  },
}

function hasServer({ smtp_host: host }: AuthSettings): boolean {
  return typeof host === 'string' && host !== ''
}

function useServer({ project, env }: World): Change {
  const given = Object.entries(fields).map(([field, name]) => [field, env[name] ?? ''])
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
