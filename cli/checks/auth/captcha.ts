import type { AuthSettings } from '../../services/supabase-management.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { valueOf } from '../../variables/environment.ts'

/** A person requests the email: page and project agree on that. */
export const captcha: Check = {
  name: 'captcha',
  group: 'supabase',
  async look(world) {
    const { project, env } = world
    if (project === null)
      return [unknown('whether the project asks for a captcha as the page does', takes.project)]
    const hasSiteKey = (await isOnPage(world)) ?? valueOf(env, 'TURNSTILE_SITE_KEY') !== null
    const settings = await project.readAuthSettings()
    if (settings.security_captcha_enabled !== true) return [notAsked(hasSiteKey)]
    return hasSiteKey && isTurnstile(settings)
      ? [ok('a captcha guards the emails')]
      : [notShown(settings, hasSiteKey)]
  },
  async fix(world) {
    const { project, env } = world
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
        // Before the live page has its half, nobody could sign in.
        holds: async () =>
          (await isOnPage(world)) === true
            ? undefined
            : 'the live page does not have the captcha yet. Deploy it with "TURNSTILE_SITE_KEY", then run `npm run setup` again',
      },
    ]
  },
}

/** Whether the live page may load the widget; `null` if it can't be asked. */
async function isOnPage({ deployed }: World): Promise<boolean | null> {
  try {
    const answer = await deployed?.readPage()
    if (answer?.status !== 200) return null
    const policy = answer.headers.get('content-security-policy') ?? ''
    return policy.includes('https://challenges.cloudflare.com')
  } catch (error) {
    if (error instanceof ServiceError) return null
    throw error
  }
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
      : 'set "TURNSTILE_SITE_KEY" at Netlify and deploy; or switch it off: Supabase > Authentication > Attack Protection',
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
