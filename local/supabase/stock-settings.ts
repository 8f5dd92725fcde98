import type { Settings } from './settings.ts'

/** Where the mails of a new project link to until its owner says otherwise. */
export const stockSiteUrl = 'http://localhost:3000'

/** What Supabase gives a new hosted project: confirmations on, six digits for an hour, its own mails. */
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
    phoneAutoconfirm: false,
    providers: ['email'],
    templates: {},
  }
}
