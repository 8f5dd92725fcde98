import type { Project } from '#local/supabase/project.ts'
import type { Settings, TemplateName } from '#local/supabase/settings.ts'
import { stockSettings, templateNames } from '#local/supabase/settings.ts'
import { providers } from './auth-fields.ts'
import { stockEmail } from './auth-stock.ts'

/** A field that the stand-in's Auth acts by: its value lives only there. */
export type Link = {
  read(project: Project): unknown
  write(project: Project, value: unknown): void
}

/** The token that Cloudflare's testing keys hand out; it passes while the captcha is on. */
export const captchaToken = 'XXXX.DUMMY.TOKEN.XXXX'

/** Auth's own settings by the names of `config/auth`. */
export const authLinks: ReadonlyMap<string, Link> = new Map<string, Link>([
  [
    'site_url',
    {
      read: (project) => project.siteUrl,
      write: (project, value) => void (project.siteUrl = textOf(value)),
    },
  ],
  [
    'uri_allow_list',
    {
      read: ({ controls }) => controls.redirectUrls.join(','),
      write: ({ controls }, value) => void (controls.redirectUrls = splitList(value)),
    },
  ],
  [
    'security_captcha_enabled',
    {
      read: ({ controls }) => controls.captcha !== null,
      write: ({ controls }, value) => void (controls.captcha = value ? captchaToken : null),
    },
  ],
  ['disable_signup', setting('signupDisabled')],
  ['mailer_autoconfirm', setting('autoconfirm')],
  ['mailer_secure_email_change_enabled', setting('doubleConfirmChanges')],
  ['mailer_otp_length', setting('otpLength')],
  ['mailer_otp_exp', setting('otpExpirySeconds')],
  ['jwt_exp', setting('jwtExpirySeconds')],
  ['smtp_max_frequency', setting('maxFrequencySeconds')],
  ['password_min_length', setting('minimumPasswordLength')],
  ['sms_autoconfirm', setting('phoneAutoconfirm')],
  ['saml_enabled', provider('saml')],
  ['hook_before_user_created_enabled', hook('before_user_created')],
  ['hook_custom_access_token_enabled', hook('custom_access_token')],
  ...['email', 'phone', 'anonymous_users', ...providers].map((name): [string, Link] => [
    `external_${name}_enabled`,
    provider(name),
  ]),
  ...templateNames.flatMap((name): [string, Link][] => [
    [`mailer_subjects_${name}`, template(name, 'subject')],
    [`mailer_templates_${name}_content`, template(name, 'html')],
  ]),
])

type Plain = {
  [Name in keyof Settings]: Settings[Name] extends boolean | number ? Name : never
}[keyof Settings]

/** `null` brings back Supabase's own value. */
function setting(name: Plain): Link {
  return {
    read: ({ controls }) => controls[name],
    write: ({ controls }, value) =>
      void Object.assign(controls, { [name]: value ?? stockSettings()[name] }),
  }
}

function provider(name: string): Link {
  return {
    read: ({ controls }) => controls.providers.includes(name),
    write: ({ controls }, value) => {
      const others = controls.providers.filter((other) => other !== name)
      controls.providers = value ? [...others, name] : others
    },
  }
}

function hook(name: Project['controls']['hooks'][number]): Link {
  return {
    read: ({ controls }) => controls.hooks.includes(name),
    write: ({ controls }, value) => {
      const others = controls.hooks.filter((other) => other !== name)
      controls.hooks = value ? [...others, name] : others
    },
  }
}

function template(name: TemplateName, part: 'subject' | 'html'): Link {
  const read = ({ controls }: Project) =>
    (controls.defaultTemplates ? undefined : controls.templates[name]) ?? stockEmail(name)
  return {
    read: (project) => read(project)[part],
    write: (project, value) => {
      const whole = { ...read(project), [part]: textOf(value) }
      project.controls.templates = { ...project.controls.templates, [name]: whole }
    },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function splitList(value: unknown): string[] {
  return textOf(value)
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '')
}
