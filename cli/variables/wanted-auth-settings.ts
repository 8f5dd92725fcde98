import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'smol-toml'

/** How bad it is where a setting is another. */
type Weight = 'fault' | 'warning'

/** One setting of Supabase Auth, by the Management API's name. */
export type WantedSetting = {
  name: string
  value: string | number | boolean
  weight: Weight
  /** What comes of it where it is another. */
  why: string
}

/** One mail that Supabase sends: ours carries our link, or none at all. */
export type WantedMail = { name: string; subject: string; html: string; carriesLink: boolean }

type Table = { [key: string]: unknown }

const proof = 'a sign-in would prove less than that the mailbox is read'
const guess = 'a mailed link is only as strong as its code, and nobody counts the attempts'
const account = 'more can be done with a sign-in than the gateway needs'

/** Where `supabase/config.toml` says it, and what Supabase calls it. */
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
    why: 'who signs in for the first time is refused',
  },
  {
    from: 'email.enable_signup',
    name: 'external_email_enabled',
    weight: 'fault',
    why: 'nobody can sign in by mail',
  },
  {
    from: 'email.enable_confirmations',
    name: 'mailer_autoconfirm',
    turn: not,
    weight: 'fault',
    why: 'anybody can sign in with any address; the page closes itself (project_unsafe)',
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
    why: 'one address can be sent mails faster than once a minute',
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
    why: 'a sign-in lives longer, or shorter, than the proof of the address',
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
    why: 'one network can ask for more mails than people do',
  },
  {
    from: 'rate_limit.token_verifications',
    name: 'rate_limit_verify',
    weight: 'warning',
    why: guess,
  },
]

/**
 * What the project's Auth is meant to be set to: `supabase/config.toml`, in the words of the Management API.
 * @param folder the repository's
 */
export async function readWantedSettings(folder: string): Promise<WantedSetting[]> {
  const auth = await readAuth(folder)
  return settings.map(({ from, name, weight, why, turn }) => {
    const given = find(auth, from)
    const value = turn === undefined ? given : turn(given)
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new TypeError(`supabase/config.toml says no "auth.${from}"`)
    return { name, value, weight, why }
  })
}

/** The mails with our wording, from the files that `supabase/config.toml` names. */
export async function readWantedMails(folder: string): Promise<WantedMail[]> {
  const templates = find(await readAuth(folder), 'email.template') as Record<
    string,
    { subject: string; content_path: string }
  >
  return Promise.all(
    Object.entries(templates).map(async ([name, { subject, content_path: path }]) => ({
      name,
      subject,
      html: await readFile(join(folder, path), 'utf8'),
      carriesLink: name === 'confirmation' || name === 'magic_link',
    })),
  )
}

async function readAuth(folder: string): Promise<Table> {
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
