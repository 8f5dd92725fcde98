import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import type { Settings, TemplateName } from './settings.ts'
import { stockSettings, templateNames } from './settings.ts'

const root = new URL('../../', import.meta.url)

/** Reads the real `supabase/config.toml` and the email templates that it names. */
export async function readSettings(): Promise<Settings> {
  const file = parse(await readFile(new URL('supabase/config.toml', root), 'utf8'))
  /** The value at a path such as `auth.email.otp_length`, or the default. */
  const read = <Value>(path: string, byDefault: Value): Value => {
    const names = path.split('.')
    const value = names.reduce<unknown>((table, name) => (table as Table | undefined)?.[name], file)
    return (value as Value | undefined) ?? byDefault
  }
  const stock = stockSettings()
  return {
    schemas: read('api.schemas', ['public']),
    maxRows: read('api.max_rows', stock.maxRows),
    redirectUrls: read('auth.additional_redirect_urls', stock.redirectUrls),
    autoconfirm: !read('auth.email.enable_confirmations', true),
    doubleConfirmChanges: read('auth.email.double_confirm_changes', stock.doubleConfirmChanges),
    signupDisabled: !read('auth.enable_signup', true),
    otpLength: read('auth.email.otp_length', stock.otpLength),
    otpExpirySeconds: read('auth.email.otp_expiry', stock.otpExpirySeconds),
    jwtExpirySeconds: read('auth.jwt_expiry', stock.jwtExpirySeconds),
    maxFrequencySeconds: parseSeconds(read('auth.email.max_frequency', '60s')),
    minimumPasswordLength: read('auth.minimum_password_length', stock.minimumPasswordLength),
    signInsPerNetwork: read('auth.rate_limit.sign_in_sign_ups', stock.signInsPerNetwork),
    verificationsPerNetwork: read(
      'auth.rate_limit.token_verifications',
      stock.verificationsPerNetwork,
    ),
    phoneAutoconfirm: !read('auth.sms.enable_confirmations', true),
    providers: [
      ...(read('auth.email.enabled', true) ? ['email'] : []),
      ...(read('auth.sms.enabled', false) ? ['phone'] : []),
      ...(read('auth.enable_anonymous_sign_ins', false) ? ['anonymous_users'] : []),
      ...Object.entries(read<Record<string, { enabled?: boolean }>>('auth.external', {}))
        .filter(([, provider]) => provider.enabled)
        .map(([name]) => name),
    ],
    templates: await readTemplates(read('auth.email.template', {})),
  }
}

type Table = Record<string, unknown>
type TemplateFiles = Partial<Record<TemplateName, { subject: string; content_path: string }>>

async function readTemplates(files: TemplateFiles): Promise<Settings['templates']> {
  const templates: Settings['templates'] = {}
  for (const name of templateNames) {
    const file = files[name]
    if (file === undefined) continue
    const html = await readFile(new URL(file.content_path, root), 'utf8')
    templates[name] = { subject: file.subject, html }
  }
  return templates
}

/** A Go duration of one unit, as the file has it: `60s`, `1m`, `1h`. */
function parseSeconds(duration: string): number {
  const [, amount, unit] = /^(\d+)([smh])$/.exec(duration) ?? []
  if (amount === undefined) throw new Error(`supabase/config.toml: "${duration}" is no duration`)
  return Number(amount) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h']
}
