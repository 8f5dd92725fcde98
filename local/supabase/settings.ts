import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'

const root = new URL('../../', import.meta.url)

export const templateNames = [
  'confirmation',
  'magic_link',
  'recovery',
  'email_change',
  'invite',
  'reauthentication',
] as const
export type TemplateName = (typeof templateNames)[number]
export type Template = { subject: string; html: string }

/** What the project's owner sets in `supabase/config.toml`; Supabase's defaults where the file is silent. */
export type Settings = {
  schemas: string[]
  maxRows: number
  redirectUrls: string[]
  autoconfirm: boolean
  doubleConfirmChanges: boolean
  signupDisabled: boolean
  otpLength: number
  otpExpirySeconds: number
  jwtExpirySeconds: number
  maxFrequencySeconds: number
  minimumPasswordLength: number
  phoneAutoconfirm: boolean
  /** The ways to sign in that are switched on. */
  providers: string[]
  templates: Partial<Record<TemplateName, Template>>
}

/** Reads the real `supabase/config.toml` and the mail templates it names. */
export async function readSettings(): Promise<Settings> {
  const file = await readFile(new URL('supabase/config.toml', root), 'utf8')
  const { api = {}, auth = {} } = parse(file) as unknown as ConfigFile
  const email = auth.email ?? {}
  return {
    schemas: api.schemas ?? ['public'],
    maxRows: api.max_rows ?? 1000,
    redirectUrls: auth.additional_redirect_urls ?? [],
    autoconfirm: email.enable_confirmations === false,
    doubleConfirmChanges: email.double_confirm_changes ?? true,
    signupDisabled: auth.enable_signup === false,
    otpLength: email.otp_length ?? 6,
    otpExpirySeconds: email.otp_expiry ?? 3600,
    jwtExpirySeconds: auth.jwt_expiry ?? 3600,
    maxFrequencySeconds: parseSeconds(email.max_frequency ?? '60s'),
    minimumPasswordLength: auth.minimum_password_length ?? 6,
    phoneAutoconfirm: auth.sms?.enable_confirmations === false,
    providers: providersOf(auth),
    templates: await readTemplates(email.template ?? {}),
  }
}

function providersOf(auth: NonNullable<ConfigFile['auth']>): string[] {
  const switches: [string, boolean | undefined][] = [
    ['email', auth.email?.enable_signup ?? true],
    ['phone', auth.sms?.enable_signup],
    ['anonymous_users', auth.enable_anonymous_sign_ins],
    ...Object.entries(auth.external ?? {}).map(
      ([name, provider]): [string, boolean | undefined] => [name, provider.enabled],
    ),
  ]
  return switches.filter(([, isOn]) => isOn).map(([name]) => name)
}

type ConfigFile = {
  api?: { schemas?: string[]; max_rows?: number }
  auth?: {
    additional_redirect_urls?: string[]
    enable_signup?: boolean
    jwt_expiry?: number
    minimum_password_length?: number
    enable_anonymous_sign_ins?: boolean
    external?: Record<string, { enabled?: boolean }>
    sms?: { enable_signup?: boolean; enable_confirmations?: boolean }
    email?: {
      enable_signup?: boolean
      enable_confirmations?: boolean
      double_confirm_changes?: boolean
      otp_length?: number
      otp_expiry?: number
      max_frequency?: string
      template?: Partial<Record<TemplateName, { subject: string; content_path: string }>>
    }
  }
}

async function readTemplates(files: NonNullable<EmailSettings['template']>) {
  const templates: Settings['templates'] = {}
  for (const name of templateNames) {
    const file = files[name]
    if (file === undefined) continue
    const html = await readFile(new URL(file.content_path, root), 'utf8')
    templates[name] = { subject: file.subject, html }
  }
  return templates
}
type EmailSettings = NonNullable<NonNullable<ConfigFile['auth']>['email']>

/** A Go duration of one unit, as the file writes it: `60s`, `1m`, `1h`. */
function parseSeconds(duration: string): number {
  const [, amount, unit] = /^(\d+)([smh])$/.exec(duration) ?? []
  if (amount === undefined) throw new Error(`supabase/config.toml: "${duration}" is no duration`)
  return Number(amount) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h']
}
