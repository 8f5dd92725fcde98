import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** A person asks for the mail: page and project agree on it. */
export const captcha: Check = {
  name: 'captcha',
  group: 'supabase',
  async look({ project, env }) {
    const hasSiteKey = (env.TURNSTILE_SITE_KEY ?? '') !== ''
    if (project === null)
      return [unknown('whether the project asks for a captcha as the page does', takes.project)]
    const settings = await project.readAuthSettings()
    const isOn = settings.security_captcha_enabled === true
    const provider = String(settings.security_captcha_provider ?? '')
    if (isOn && (!hasSiteKey || provider !== 'turnstile'))
      return [
        fault(
          hasSiteKey
            ? `the project asks for a captcha of "${provider}", the page has one of Turnstile`
            : 'the project asks for a captcha that the page does not have',
          'every request for a mail is refused: nobody can sign in',
          hasSiteKey
            ? 'Supabase > Authentication > Attack Protection: Turnstile'
            : 'set "TURNSTILE_SITE_KEY"; or switch it off: Supabase > Authentication > Attack Protection',
        ),
      ]
    if (!isOn)
      return [
        {
          level: 'warning',
          says: hasSiteKey
            ? 'the page has a captcha that the project does not ask for'
            : 'no captcha guards the mails',
          why: 'thirty junk requests an hour can use up your mails and lock everybody out',
          remedy: hasSiteKey
            ? 'set "TURNSTILE_SECRET_KEY" for a run of `npm run setup`; or Supabase > Authentication > Attack Protection'
            : 'make a Turnstile widget (https://dash.cloudflare.com/?to=/:account/turnstile), set "TURNSTILE_SITE_KEY", and "TURNSTILE_SECRET_KEY" for a run of `npm run setup`',
        },
      ]
    return [ok('a captcha guards the mails')]
  },
  async mend({ project, env }) {
    const secret = env.TURNSTILE_SECRET_KEY ?? ''
    if (project === null || secret === '' || (env.TURNSTILE_SITE_KEY ?? '') === '') return []
    const settings = await project.readAuthSettings()
    if (
      settings.security_captcha_enabled === true &&
      settings.security_captcha_provider === 'turnstile'
    )
      return []
    return [
      {
        says: 'the project asks for the captcha of Turnstile',
        call: {
          service: 'supabase',
          method: 'PATCH',
          path: `${project.path}/config/auth`,
          body: {
            security_captcha_enabled: true,
            security_captcha_provider: 'turnstile',
            security_captcha_secret: secret,
          },
          secretFields: ['security_captcha_secret'],
        },
      },
    ]
  },
}

function fault(says: string, why: string, remedy: string): Finding {
  return { level: 'fault', says, why, remedy }
}
