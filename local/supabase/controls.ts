import type { Disturbances } from '../wire/controls.ts'
import type { Settings } from './settings.ts'

/** The project's settings, which a test may change, and what can go wrong. */
export type Controls = Settings &
  Disturbances & {
    latencyMs: { rest: number; auth: number }
    jwksDown: boolean
    /** The one captcha token that passes; `null` while the captcha is off. */
    captcha: string | null
    /** Supabase's own emails, which carry a link to `/verify` and nothing else. */
    defaultTemplates: boolean
    /** A project that still signs with a shared secret and lists no key. */
    legacySecret: boolean
    /** Which keys the project accepts: `sb_...`, the two legacy tokens, or both. */
    apiKeys: 'new' | 'legacy' | 'both'
    /** Refuses an `sb_...` key that comes as a bearer, too: the docs forbid it, and Supabase tolerates it for now. */
    refusesKeysAsBearer: boolean
    clockAheadSeconds: number
    /** The project's quota; `null` is none. */
    emailsPerHour: number | null
    /** Addresses that no email reaches. */
    undeliverable: string[]
    /** The owner's email server takes no email: a wrong password, a sender that isn't verified. */
    smtpRefuses: boolean
    /** Whom Supabase's built-in mailer sends to; `null` is a email server of the owner's. */
    authorizedAddresses: string[] | null
    /** The project's hooks that are on; each is a function of that name in `public`. */
    hooks: ('custom_access_token' | 'before_user_created' | 'send_email')[]
  }

/** Before anyone touches the controls. `isLegacy`: an old project, with a shared secret and its two tokens. */
export function initialControls(settings: Settings, isLegacy: boolean): Controls {
  return {
    ...structuredClone(settings),
    latencyMs: { rest: 0, auth: 0 },
    faults: [],
    jwksDown: false,
    captcha: null,
    defaultTemplates: false,
    legacySecret: isLegacy,
    apiKeys: isLegacy ? 'legacy' : 'new',
    refusesKeysAsBearer: false,
    clockAheadSeconds: 0,
    emailsPerHour: null,
    undeliverable: [],
    smtpRefuses: false,
    authorizedAddresses: null,
    hooks: [],
  }
}
