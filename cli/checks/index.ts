import { addressFinal } from './address-final.ts'
import { authSettings } from './auth-settings.ts'
import { captcha } from './captcha.ts'
import type { Check } from './check.ts'
import { clocks } from './clocks.ts'
import { customerAccounts } from './customer-accounts.ts'
import { doors, health } from './doors.ts'
import { guarded } from './guarded.ts'
import { mailTemplates } from './mail-templates.ts'
import { mailer } from './mailer.ts'
import { migrations } from './migrations.ts'
import { modes } from './modes.ts'
import { netlifyDeploy } from './netlify-deploy.ts'
import { netlifyVariables } from './netlify-variables.ts'
import { page, securityHeaders } from './page.ts'
import { portalConfiguration } from './portal-configuration.ts'
import { rowSecurity } from './row-security.ts'
import { signInWays } from './sign-in-ways.ts'
import { signingKeys } from './signing-keys.ts'
import { stripeKey, stripePermissions } from './stripe-key.ts'
import { supabaseKeys } from './supabase-keys.ts'
import { supabaseProject } from './supabase-project.ts'
import { addresses, tableFilled } from './table.ts'
import { variables } from './variables.ts'
import { webhookDeliveries } from './webhook-deliveries.ts'
import { webhookEndpoint } from './webhook-endpoint.ts'

/** Everything that must be right, in the order in which it is mended: each step may need the ones before it. */
export const checks: readonly Check[] = [
  variables,
  modes,
  stripeKey,
  stripePermissions,
  customerAccounts,
  clocks,
  supabaseProject,
  supabaseKeys,
  signingKeys,
  migrations,
  rowSecurity,
  authSettings,
  signInWays,
  // A free project takes templates only with a mail server of its own.
  mailer,
  mailTemplates,
  addressFinal,
  portalConfiguration,
  webhookEndpoint,
  netlifyVariables,
  netlifyDeploy,
  page,
  securityHeaders,
  doors,
  health,
  // After the page has its half: a captcha that the page does not have locks everybody out.
  captcha,
  webhookDeliveries,
  tableFilled,
  addresses,
].map(guarded)
