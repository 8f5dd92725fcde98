/** The emails that Auth sends. */
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

/** What a project's owner can set. */
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
  /** Each in five minutes. */
  signInsPerNetwork: number
  verificationsPerNetwork: number
  phoneAutoconfirm: boolean
  /** The ways to sign in that are switched on. */
  providers: string[]
  templates: Partial<Record<TemplateName, Template>>
}

/** Where the emails of a new project link to until its owner says otherwise. */
export const stockSiteUrl = 'http://localhost:3000'

/** What Supabase gives a new hosted project: confirmations on, six digits for an hour, its own emails. */
export function stockSettings(): Settings {
  return {
    schemas: ['public', 'graphql_public'],
    maxRows: 1000,
    redirectUrls: [],
    autoconfirm: false,
    doubleConfirmChanges: true,
    signupDisabled: false,
    otpLength: 6,
    otpExpirySeconds: 3600,
    jwtExpirySeconds: 3600,
    maxFrequencySeconds: 60,
    minimumPasswordLength: 6,
    signInsPerNetwork: 30,
    verificationsPerNetwork: 30,
    phoneAutoconfirm: false,
    providers: ['email'],
    templates: {},
  }
}
