import type { AuthSettings } from '../../services/supabase-management.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { valueOf } from '../../variables/environment.ts'

/** A person requests the email: page and project agree on that. */
export const captcha: Check = {
  name: 'captcha',
  group: 'supabase',
  async look({ project, env }) {
    if (project === null)
      return [unknown('whether the project asks for a captcha as the page does', takes.project)]
    const hasSiteKey = valueOf(env, 'TURNSTILE_SITE_KEY') !== null
    const settings = await project.readAuthSettings()
    if (settings.security_captcha_enabled !== true) return [notAsked(hasSiteKey)]
    return hasSiteKey && isTurnstile(settings)
      ? [ok('a captcha guards the emails')]
      : [notShown(settings, hasSiteKey)]
  },
  async fix({ project, env }) {
    const secret = env.TURNSTILE_SECRET_KEY ?? ''
    if (project === null || secret === '' || valueOf(env, 'TURNSTILE_SITE_KEY') === null) return []
    const settings = await project.readAuthSettings()
    if (settings.security_captcha_enabled === true && isTurnstile(settings)) return []
    return [
      {
        says: "Switch on Turnstile's captcha in the project",
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

function isTurnstile({ security_captcha_provider: provider }: AuthSettings): boolean {
  return provider === 'turnstile'
}

function notShown(settings: AuthSettings, hasSiteKey: boolean): Finding {
  const provider = String(settings.security_captcha_provider ?? '')
  return {
    level: 'fault',
    says: hasSiteKey
      ? `the project asks for a captcha from "${provider}", the page shows one from Turnstile`
      : 'the project asks for a captcha that the page does not have',
    why: 'every request for an email is refused: nobody can sign in',
    remedy: hasSiteKey
      ? 'Supabase > Authentication > Attack Protection: choose Turnstile'
      : 'set "TURNSTILE_SITE_KEY"; or switch it off: Supabase > Authentication > Attack Protection',
  }
}

function notAsked(hasSiteKey: boolean): Finding {
  return {
    level: 'warning',
    says: hasSiteKey
      ? 'the page has a captcha that the project does not ask for'
      : 'no captcha guards the emails',
    why: 'thirty junk requests an hour can use up your emails and lock everyone out',
    remedy: hasSiteKey
      ? 'set "TURNSTILE_SECRET_KEY" for a run of `npm run setup`; or Supabase > Authentication > Attack Protection'
      : 'make a Turnstile widget (https://dash.cloudflare.com/?to=/:account/turnstile), set "TURNSTILE_SITE_KEY", and "TURNSTILE_SECRET_KEY" for a run of `npm run setup`',
  }
}
