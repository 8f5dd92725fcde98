/**
 * What the product needs of its surroundings, and the only list of it. Data only: the configuration, the gateways, the
 * owner's terminal and the build read it; a test compares `.env.example`, `netlify.toml`, the docs and the stand-ins
 * with it. Adding an event type, a permission, a variable or a door begins with its line here.
 */

/** The events that the webhook endpoint listens to and the replay asks for: Stripe takes twenty types in one question. */
export const replayedTypes = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'invoice.paid',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'charge.refunded',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
] as const

/** Those that only the webhook endpoint listens to: whatever rings of them, the rest is listed with it. */
export const listedTypes = [
  'product.created',
  'product.updated',
  'product.deleted',
  'price.created',
  'price.updated',
  'price.deleted',
] as const

/** All of them. Each has its handler in route-event.ts. */
export const eventTypes = [...replayedTypes, ...listedTypes] as const
export type EventType = (typeof eventTypes)[number]

/**
 * What the restricted Stripe key must be allowed: the row and the level in the dashboard's key editor, and the name
 * that Stripe's error gives it. `isRequired`: without it the page opens nothing, or misses changes; `without`: what is
 * lost.
 */
export const keyPermissions = [
  {
    slug: 'rak_customer_read',
    row: 'Customers',
    access: 'Read',
    isRequired: true,
    without: 'the page finds no customers',
  },
  {
    slug: 'rak_subscription_read',
    row: 'Subscriptions',
    access: 'Read',
    isRequired: false,
    without: 'the page shows no subscriptions, and they give no access',
  },
  {
    slug: 'rak_plan_read',
    row: 'Prices',
    access: 'Read',
    isRequired: false,
    without: 'the page shows no prices, and nothing is offered for sale',
  },
  {
    slug: 'rak_product_read',
    row: 'Products',
    access: 'Read',
    isRequired: false,
    without: 'the page shows no product names, and nothing is offered for sale',
  },
  {
    slug: 'rak_invoice_read',
    row: 'Invoices',
    access: 'Read',
    isRequired: false,
    without:
      'the page shows no payments, and no way to pay what is overdue; paid invoices are not recorded',
  },
  {
    slug: 'rak_payment_method_read',
    row: 'Payment Methods',
    access: 'Read',
    isRequired: false,
    without: 'the page does not say what a subscription is charged to',
  },
  {
    // To write is also to read.
    slug: 'rak_checkout_session_write',
    row: 'Checkout Sessions',
    access: 'Write',
    isRequired: false,
    without:
      'nothing can be bought through the page; without Read, one-time purchases are neither shown nor recorded',
  },
  {
    slug: 'rak_payment_intent_read',
    row: 'PaymentIntents',
    access: 'Read',
    isRequired: false,
    without: 'one-time purchases have no receipt, and are not recorded',
  },
  {
    slug: 'rak_charge_read',
    row: 'Charges and Refunds',
    access: 'Read',
    isRequired: false,
    without: 'one-time purchases have no receipt, and are not recorded',
  },
  {
    slug: 'rak_dispute_read',
    row: 'Disputes',
    access: 'Read',
    isRequired: false,
    without: 'a disputed purchase is not recorded',
  },
  {
    slug: 'rak_event_read',
    row: 'Events',
    access: 'Read',
    isRequired: true,
    without: 'events that a webhook missed are never recovered',
  },
  {
    slug: 'rak_customer_portal_write',
    row: 'Customer portal',
    access: 'Write',
    isRequired: true,
    without: 'the page cannot open the portal',
  },
] as const
export type KeyPermission = (typeof keyPermissions)[number]

/** What the synchronization leaves out without a permission to read, by the name that it says is off. */
export const offWithout = {
  rak_subscription_read: 'purchases',
  rak_plan_read: 'catalogue',
  rak_product_read: 'catalogue',
  rak_invoice_read: 'purchases',
  rak_checkout_session_read: 'purchases',
  rak_payment_intent_read: 'purchases',
  rak_charge_read: 'purchases',
  rak_dispute_read: 'purchases',
} as const

/** A variable that the owner sets. */
type Variable = {
  name: string
  /** The name under which Netlify or its Supabase extension may have set it already. */
  otherName?: string
  /** Netlify sets the other name on every site, so a site needs no variable of ours. */
  isSetByNetlify?: boolean
  /** Without it every door answers 503 `config_missing`. */
  isRequired?: boolean
  /** Never in the page, never in a log; kept as a secret at Netlify. */
  isSecret?: boolean
  /** The build writes it into the page. */
  isPublished?: boolean
  /** Only for development: the deployed site does not need it. */
  isLocal?: boolean
  /** What a value must look like; what no pattern can say, config.ts checks. */
  pattern?: RegExp
  /** What a value must be, as the end of `"NAME" must be ...`. */
  form: string
}

const list = [
  {
    name: 'SUPABASE_URL',
    otherName: 'SUPABASE_DATABASE_URL',
    isRequired: true,
    isPublished: true,
    form: 'a project address like https://<ref>.supabase.co',
  },
  {
    name: 'SUPABASE_PUBLISHABLE_KEY',
    otherName: 'SUPABASE_ANON_KEY',
    isRequired: true,
    isPublished: true,
    form: 'a publishable key (sb_publishable_...), not a secret one',
  },
  {
    name: 'SUPABASE_SECRET_KEY',
    otherName: 'SUPABASE_SERVICE_ROLE_KEY',
    isRequired: true,
    isSecret: true,
    pattern: /^(?!sb_publishable_)\S+$/,
    form: 'a secret key (sb_secret_...), not a publishable one',
  },
  { name: 'SUPABASE_JWT_SECRET', isSecret: true, form: "the project's legacy JWT secret" },
  {
    name: 'SUPABASE_JWT_ISSUER',
    // The policies of the database take no other.
    pattern: /^https?:\/\/\S+\/auth\/v1$/,
    form: "the project's token issuer, like https://<ref>.supabase.co/auth/v1",
  },
  {
    name: 'STRIPE_API_KEY',
    otherName: 'STRIPE_SECRET_KEY',
    isRequired: true,
    isSecret: true,
    pattern: /^[rs]k_(test|live)_\S+$/,
    form: 'a restricted or secret key (rk_live_..., rk_test_...)',
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    isSecret: true,
    form: 'a signing secret (whsec_...), or several separated by commas',
  },
  {
    name: 'STRIPE_PORTAL_CONFIGURATION',
    pattern: /^bpc_\w+$/,
    form: 'a portal configuration (bpc_...)',
  },
  {
    name: 'STRIPE_API_BASE',
    isLocal: true,
    form: 'an address on this machine (http://127.0.0.1:...)',
  },
  {
    name: 'TURNSTILE_SITE_KEY',
    isPublished: true,
    form: 'a site key of Cloudflare Turnstile, not the secret key',
  },
  {
    name: 'FRONTEND_URL',
    otherName: 'URL',
    isSetByNetlify: true,
    isRequired: true,
    isPublished: true,
    form: "the page's address (https://...), without user name, query or fragment",
  },
  {
    name: 'ALLOWED_ORIGINS',
    form: 'a list of origins like https://www.example.com, separated by commas',
  },
  { name: 'SIGN_IN_MAX_AGE_SECONDS', form: 'a number of seconds from 1 to 3600' },
] as const satisfies readonly Variable[]
export type VariableName = (typeof list)[number]['name']
export const variables: readonly (Variable & { name: VariableName })[] = list

/** Where the owner finds a value. Apart from `variables`, because no door needs it. */
export const remedies: Partial<Record<VariableName, string>> = {
  SUPABASE_URL: 'Supabase: Project Settings > Data API; or run `npm run setup`',
  SUPABASE_PUBLISHABLE_KEY: 'Supabase: Project Settings > API Keys; or run `npm run setup`',
  SUPABASE_SECRET_KEY: 'Supabase: Project Settings > API Keys; or run `npm run setup`',
  STRIPE_API_KEY:
    'Stripe: Developers > API keys > Create restricted key; `npm run setup` has the link',
  STRIPE_WEBHOOK_SECRET: 'run `npm run setup`; or Stripe: Workbench > Webhooks > your endpoint',
  STRIPE_PORTAL_CONFIGURATION: 'run `npm run setup`, or leave it out',
  SUPABASE_JWT_ISSUER: 'leave it out, unless the project has a domain of its own',
  TURNSTILE_SITE_KEY:
    "set the widget's site key (Cloudflare > Turnstile); if its secret key was here, rotate that one: a deploy may have published it",
  FRONTEND_URL: "set it to the page's address, https://...",
}

/** A door, and what it answers a stranger: the doctor asks each deployed one. */
export type Door = {
  /** `null`: rung by Netlify's clock only. */
  path: string | null
  method: 'GET' | 'POST'
  /** Other methods that it answers. */
  also?: readonly ('POST' | 'DELETE')[]
  /** Status and code if what it asks for is missing; `null` if it answers anybody. */
  stranger: { status: number; code: string; without: string } | null
}

/** By the name of the file in `netlify/functions`. */
export const doors = {
  'portal-links': {
    path: '/api/portal-links',
    method: 'POST',
    stranger: { status: 401, code: 'token_missing', without: 'a sign-in' },
  },
  invoices: {
    path: '/api/invoices',
    method: 'POST',
    stranger: { status: 401, code: 'token_missing', without: 'a sign-in' },
  },
  orders: {
    path: '/api/orders',
    method: 'POST',
    stranger: { status: 401, code: 'token_missing', without: 'a sign-in' },
  },
  checkout: {
    path: '/api/checkout',
    method: 'POST',
    stranger: { status: 400, code: 'body_invalid', without: 'an order' },
  },
  purchase: {
    path: '/api/purchase',
    method: 'POST',
    stranger: { status: 400, code: 'body_invalid', without: 'a session' },
  },
  tokens: {
    path: '/api/tokens',
    method: 'GET',
    also: ['POST', 'DELETE'],
    stranger: { status: 401, code: 'token_missing', without: 'a sign-in' },
  },
  me: {
    path: '/api/me',
    method: 'GET',
    stranger: { status: 401, code: 'token_missing', without: 'a token' },
  },
  'stripe-webhook': {
    path: '/api/stripe-webhook',
    method: 'POST',
    stranger: { status: 400, code: 'signature_invalid', without: 'a signature' },
  },
  offers: { path: '/api/offers', method: 'GET', stranger: null },
  product: { path: '/p/:product', method: 'GET', stranger: null },
  health: { path: '/api/health', method: 'GET', stranger: null },
  'sync-customers': { path: null, method: 'POST', stranger: null },
} as const satisfies Record<string, Door>
export type DoorName = keyof typeof doors
