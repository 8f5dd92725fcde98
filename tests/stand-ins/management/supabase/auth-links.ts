import type { Project } from '#local/supabase/project.ts'
import type { Settings } from '#local/supabase/settings.ts'
import { stockSettings } from '#local/supabase/stock-settings.ts'
import { mails } from './auth-fields.ts'
import { stockMail } from './auth-stock.ts'

/** A field that the stand-in's Auth acts by: it has one home, there. */
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
  ['disable_signup', same('signupDisabled')],
  ['mailer_autoconfirm', same('autoconfirm')],
  ['mailer_secure_email_change_enabled', same('doubleConfirmChanges')],
  ['mailer_otp_length', same('otpLength')],
  ['mailer_otp_exp', same('otpExpirySeconds')],
  ['jwt_exp', same('jwtExpirySeconds')],
  ['smtp_max_frequency', same('maxFrequencySeconds')],
  ['password_min_length', same('minimumPasswordLength')],
  ['sms_autoconfirm', same('phoneAutoconfirm')],
  ['saml_enabled', provider('saml')],
  ...'email phone anonymous_users web3_solana web3_ethereum apple azure bitbucket discord facebook figma github gitlab google kakao keycloak linkedin_oidc slack_oidc notion slack spotify twitch twitter x zoom workos'
    .split(' ')
    .map((name): [string, Link] => [`external_${name}_enabled`, provider(name)]),
  ...mails.flatMap((mail): [string, Link][] => [
    [`mailer_subjects_${mail}`, template(mail, 'subject')],
    [`mailer_templates_${mail}_content`, template(mail, 'html')],
  ]),
])

type Plain = {
  [Name in keyof Settings]: Settings[Name] extends boolean | number ? Name : never
}[keyof Settings]

/** A null is Supabase's own value. */
function same(name: Plain): Link {
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

function template(mail: (typeof mails)[number], part: 'subject' | 'html'): Link {
  const read = ({ controls }: Project) =>
    (controls.defaultTemplates ? undefined : controls.templates[mail]) ?? stockMail(mail)
  return {
    read: (project) => read(project)[part],
    write: (project, value) => {
      const whole = { ...read(project), [part]: textOf(value) }
      project.controls.templates = { ...project.controls.templates, [mail]: whole }
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
