import { without } from '../shop/ready-shop.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import type { Cases } from './case.ts'

const required = [
  'SUPABASE_URL',
  'SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_SECRET_KEY',
  'STRIPE_API_KEY',
]

const withoutNetlify = without('NETLIFY_AUTH_TOKEN')

/** A deploy with more variables, and afterwards the one before. */
const deployedWith =
  (more: Record<string, string>) =>
  async ({ site, netlify, stripe }: ReadyShop) => {
    const env = { ...netlify.env(), STRIPE_API_BASE: stripe.url }
    await site.deploy({ ...env, ...more })
    return () => site.deploy(env)
  }

export const variablesCases: Cases = {
  given_keys: [
    {
      what: 'a setup key that is none',
      fault: /"STRIPE_SETUP_KEY" does not look like a key/,
      remedy: /copy it again, whole/,
      env: { STRIPE_SETUP_KEY: 'must-not-be-seen' },
    },
    {
      what: 'a setup key of nobody',
      fault: /Stripe refuses "STRIPE_SETUP_KEY"/,
      remedy: /rolled, deleted/,
      env: { STRIPE_SETUP_KEY: 'sk_test_must_not_be_seen' },
    },
    {
      what: 'a token of Netlify’s that is refused',
      fault: /Netlify refuses "NETLIFY_AUTH_TOKEN"/,
      remedy: /Create another: https:\/\/app.netlify.com/,
      env: { NETLIFY_AUTH_TOKEN: 'nfp_must_not_be_seen' },
    },
    {
      what: 'the same, and no site,',
      fault: /Netlify refuses "NETLIFY_AUTH_TOKEN"/,
      remedy: /Create another/,
      env: { NETLIFY_AUTH_TOKEN: 'nfp_must_not_be_seen', ...without('NETLIFY_SITE_ID') },
    },
    {
      what: 'a token of Netlify’s for no site',
      unknown: /which of 1 sites "NETLIFY_AUTH_TOKEN" is for/,
      remedy: /--netlify-site/,
      env: without('NETLIFY_SITE_ID'),
    },
  ],
  variables: [
    {
      what: 'a missing key or address',
      fault: required.map((name) => new RegExp(`"${name}" is not set`)),
      remedy: /Supabase: Project Settings|Stripe: Developers > API keys/,
      env: without(...required),
    },
    {
      what: 'a missing webhook secret',
      fault: /"STRIPE_WEBHOOK_SECRET" is not set/,
      env: without('STRIPE_WEBHOOK_SECRET'),
    },
    {
      what: 'a Stripe key of another form',
      fault: /"STRIPE_API_KEY" must be a restricted or secret key/,
      remedy: /Create restricted key/,
      env: { STRIPE_API_KEY: 'pk_test_published' },
    },
    {
      what: 'an optional variable of another form',
      fault: /"SIGN_IN_MAX_AGE_SECONDS" must be a number/,
      remedy: /leave it out/,
      env: { SIGN_IN_MAX_AGE_SECONDS: 'an hour' },
    },
    {
      what: "the captcha's secret key in the place of its site key",
      fault: /"TURNSTILE_SITE_KEY" must be a site key of Cloudflare Turnstile, not the secret key/,
      remedy: /rotate that one/,
      env: { TURNSTILE_SITE_KEY: '1x0000000000000000000000000000000AA' },
    },
    {
      what: 'an issuer that the database takes from nobody',
      fault: /"SUPABASE_JWT_ISSUER" must be the project's token issuer/,
      remedy: /domain of its own/,
      env: { SUPABASE_JWT_ISSUER: 'https://login.example.net' },
    },
    {
      what: 'a page without TLS',
      fault: /"FRONTEND_URL" begins with http:/,
      remedy: /https/,
      env: { FRONTEND_URL: 'http://billing.example.net/' },
    },
  ],
  live_variables: [
    {
      what: 'a deploy that runs with other variables, or without one,',
      fault: [
        /doors have another "STRIPE_PORTAL_CONFIGURATION"/,
        /doors have another "SUPABASE_SECRET_KEY"/,
        /doors lack "SIGN_IN_MAX_AGE_SECONDS"/,
      ],
      env: {
        ...withoutNetlify,
        STRIPE_PORTAL_CONFIGURATION: 'bpc_another',
        SUPABASE_SECRET_KEY: 'sb_secret_another_that_must_not_be_seen',
        SIGN_IN_MAX_AGE_SECONDS: '900',
      },
    },
    {
      what: 'a deploy that has variables of its own',
      fault: [
        /doors have "SUPABASE_JWT_ISSUER", which is not set here/,
        /doors have "SUPABASE_JWT_SECRET", which is not set here/,
      ],
      warning: /doors have "ALLOWED_ORIGINS", which is not set here/,
      remedy: /delete it/,
      env: withoutNetlify,
      break: deployedWith({
        SUPABASE_JWT_ISSUER: 'https://elsewhere.example.net/auth/v1',
        SUPABASE_JWT_SECRET: 'left-over-that-must-not-be-seen',
        ALLOWED_ORIGINS: 'https://www.example.net',
      }),
    },
    {
      what: 'a deploy for another address',
      fault: /doors have another "FRONTEND_URL"/,
      env: withoutNetlify,
      break: deployedWith({ FRONTEND_URL: 'https://elsewhere.example.net/' }),
    },
    {
      what: 'a webhook that does not know us',
      unknown: /the variables that the deployed doors run with/,
      remedy: /its own "STRIPE_WEBHOOK_SECRET"/,
      env: { STRIPE_WEBHOOK_SECRET: 'whsec_another_that_must_not_be_seen' },
    },
  ],
}
