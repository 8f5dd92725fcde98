import { addressFinal } from './auth/address-final.ts'
import { authHooks } from './auth/auth-hooks.ts'
import { authSettings } from './auth/auth-settings.ts'
import { captcha } from './auth/captcha.ts'
import { backups } from './selling/backups.ts'
import { brand } from './site/brand.ts'
import type { Check } from './check.ts'
import { catalogue } from './selling/catalogue.ts'
import { clocks } from './clocks.ts'
import { creditRates } from './selling/credit-rates.ts'
import { customerAccounts } from './stripe/customer-accounts.ts'
import { doors, health } from './site/doors.ts'
import { givenKeys } from './given-keys.ts'
import { guarded } from './guarded.ts'
import { liveVariables } from './site/live-variables.ts'
import { mailTemplates } from './auth/mail-templates.ts'
import { mailer } from './auth/mailer.ts'
import { migrations } from './supabase/migrations.ts'
import { modes } from './modes.ts'
import { netlifyDeploy } from './site/netlify-deploy.ts'
import { netlifyVariables } from './site/netlify-variables.ts'
import { offers } from './selling/offers.ts'
import { page, securityHeaders } from './site/page.ts'
import { paymentLinks } from './selling/payment-links.ts'
import { portalConfiguration } from './stripe/portal-configuration.ts'
import { rowSecurity } from './supabase/row-security.ts'
import { signIn } from './sign-in/prove-sign-in.ts'
import { signInRows } from './supabase/sign-in-rows.ts'
import { signInWays } from './auth/sign-in-ways.ts'
import { signingKeys } from './supabase/signing-keys.ts'
import { stripeKey, stripePermissions } from './stripe/stripe-key.ts'
import { supabaseKeys } from './supabase/supabase-keys.ts'
import { supabaseProject } from './supabase/supabase-project.ts'
import { addresses, tableFilled } from './table.ts'
import { undecidedLines } from './selling/undecided.ts'
import { variables } from './site/variables.ts'
import { webhookDeliveries } from './stripe/webhook-deliveries.ts'
import { webhookEndpoint } from './stripe/webhook-endpoint.ts'

/** Everything that must be right, in the order in which it is fixed: each step may need the ones before it. */
export const checks: readonly Check[] = [
  variables,
  givenKeys,
  modes,
  // The emails carry its name.
  brand,
  stripeKey,
  stripePermissions,
  customerAccounts,
  offers,
  creditRates,
  clocks,
  supabaseProject,
  supabaseKeys,
  signingKeys,
  migrations,
  rowSecurity,
  signInRows,
  backups,
  authSettings,
  signInWays,
  authHooks,
  // A free project accepts templates only with an email server of its own.
  mailer,
  mailTemplates,
  addressFinal,
  portalConfiguration,
  webhookEndpoint,
  paymentLinks,
  netlifyVariables,
  netlifyDeploy,
  page,
  securityHeaders,
  doors,
  liveVariables,
  health,
  // After the page has its half: a captcha that the page does not have locks everyone out.
  captcha,
  signIn,
  webhookDeliveries,
  tableFilled,
  catalogue,
  undecidedLines,
  addresses,
].map(guarded)
