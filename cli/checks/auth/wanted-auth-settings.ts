import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'smol-toml'

/** How bad it is if a setting differs. */
type Weight = 'fault' | 'warning'

/** One setting of Supabase Auth, by the Management API's name. */
export type WantedSetting = {
  name: string
  value: string | number | boolean
  weight: Weight
  /** Why it matters if it differs. */
  why: string
}

type Table = { [key: string]: unknown }

const proof = 'a sign-in would no longer prove that the person can read the mailbox'
const guess = 'an emailed link is only as strong as its code, and attempts are not counted'
const account = 'a sign-in allows more than the gateway needs'

/** Where `supabase/config.toml` has it, and what Supabase calls it. */
const settings: {
  from: string
  name: string
  weight: Weight
  why: string
  turn?: (value: unknown) => unknown
}[] = [
  {
    from: 'enable_signup',
    name: 'disable_signup',
    turn: not,
    weight: 'fault',
    why: 'anyone signing in for the first time is refused',
  },
  {
    from: 'email.enabled',
    name: 'external_email_enabled',
    weight: 'fault',
    why: 'nobody can sign in by email',
  },
  {
    from: 'email.enable_confirmations',
    name: 'mailer_autoconfirm',
    turn: not,
    weight: 'fault',
    why: 'anyone can sign in with any address; the page closes itself (project_unsafe)',
  },
  { from: 'email.otp_length', name: 'mailer_otp_length', weight: 'fault', why: guess },
  { from: 'email.otp_expiry', name: 'mailer_otp_exp', weight: 'fault', why: guess },
  {
    from: 'enable_manual_linking',
    name: 'security_manual_linking_enabled',
    weight: 'warning',
    why: account,
  },
  {
    from: 'email.double_confirm_changes',
    name: 'mailer_secure_email_change_enabled',
    weight: 'fault',
    why: proof,
  },
  {
    from: 'email.secure_password_change',
    name: 'security_update_password_require_reauthentication',
    weight: 'warning',
    why: account,
  },
  {
    from: 'email.max_frequency',
    name: 'smtp_max_frequency',
    turn: seconds,
    weight: 'warning',
    why: 'emails to one address can be sent more often than once a minute',
  },
  {
    from: 'minimum_password_length',
    name: 'password_min_length',
    weight: 'warning',
    why: 'passwords are of no use here, and should be hard to guess',
  },
  {
    from: 'jwt_expiry',
    name: 'jwt_exp',
    weight: 'warning',
    why: 'a sign-in lasts longer, or less long, than the proof of the address',
  },
  {
    from: 'enable_refresh_token_rotation',
    name: 'refresh_token_rotation_enabled',
    weight: 'warning',
    why: account,
  },
  {
    from: 'sms.enable_confirmations',
    name: 'sms_autoconfirm',
    turn: not,
    weight: 'warning',
    why: account,
  },
  {
    from: 'rate_limit.sign_in_sign_ups',
    name: 'rate_limit_otp',
    weight: 'warning',
    why: 'one network can request more emails than people do',
  },
  {
    from: 'rate_limit.token_verifications',
    name: 'rate_limit_verify',
    weight: 'warning',
    why: guess,
  },
]

/**
 * The settings that the project's Auth must have: `supabase/config.toml`, in the words of the Management API.
 * @param folder the repository's
 */
export async function readWantedSettings(folder: string): Promise<WantedSetting[]> {
  const auth = await readAuthConfig(folder)
  return settings.map(({ from, name, weight, why, turn }) => {
    const given = find(auth, from)
    const value = turn === undefined ? given : turn(given)
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new TypeError(`supabase/config.toml does not say "auth.${from}"`)
    return { name, value, weight, why }
  })
}

/** The part `auth` of `supabase/config.toml`. */
export async function readAuthConfig(folder: string): Promise<Table> {
  return parse(await readFile(join(folder, 'supabase/config.toml'), 'utf8')).auth as Table
}

function find(table: Table, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Table | undefined)?.[name], table)
}

function not(value: unknown): unknown {
  return typeof value === 'boolean' ? !value : undefined
}

/** `60s`, as the file writes it. */
function seconds(value: unknown): unknown {
  const [, amount] = /^(\d+)s$/.exec(String(value)) ?? []
  return amount === undefined ? undefined : Number(amount)
}
