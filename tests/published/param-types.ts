/** What the providers' own types say may be sent with an order; what has neither takes nothing. */
export type ParamTypes = { query?: string; body?: string }

const listed = (type: string): ParamTypes => ({ body: `Stripe.${type}ListParams` })

/** Stripe's SDK has query and body in one type. */
const stripe: Record<string, ParamTypes> = {
  'GET /v1/account': {},
  'GET /v1/billing_portal/configurations': listed('BillingPortal.Configuration'),
  'GET /v1/billing_portal/configurations/:id': {
    body: 'Stripe.BillingPortal.ConfigurationRetrieveParams',
  },
  'POST /v1/billing_portal/configurations': {
    body: 'Stripe.BillingPortal.ConfigurationCreateParams',
  },
  'POST /v1/billing_portal/configurations/:id': {
    body: 'Stripe.BillingPortal.ConfigurationUpdateParams',
  },
  'POST /v1/billing_portal/sessions': { body: 'Stripe.BillingPortal.SessionCreateParams' },
  'GET /v1/charges': listed('Charge'),
  'GET /v1/charges/:id': { body: 'Stripe.ChargeRetrieveParams' },
  'GET /v1/checkout/sessions': listed('Checkout.Session'),
  'GET /v1/checkout/sessions/:id': { body: 'Stripe.Checkout.SessionRetrieveParams' },
  'POST /v1/checkout/sessions': { body: 'Stripe.Checkout.SessionCreateParams' },
  'GET /v1/customers': listed('Customer'),
  'GET /v1/customers/:id': { body: 'Stripe.CustomerRetrieveParams' },
  'POST /v1/customers': { body: 'Stripe.CustomerCreateParams' },
  'POST /v1/customers/:id': { body: 'Stripe.CustomerUpdateParams' },
  'DELETE /v1/customers/:id': {},
  'GET /v1/customers/search': { body: 'Stripe.CustomerSearchParams' },
  'GET /v1/disputes': listed('Dispute'),
  'GET /v1/events': listed('Event'),
  'GET /v1/events/:id': {},
  'GET /v1/files/:id': { body: 'Stripe.FileRetrieveParams' },
  'GET /v1/invoice_payments': listed('InvoicePayment'),
  'GET /v1/invoices': listed('Invoice'),
  'GET /v1/invoices/:id': { body: 'Stripe.InvoiceRetrieveParams' },
  'GET /v1/payment_intents': listed('PaymentIntent'),
  'GET /v1/payment_intents/:id': { body: 'Stripe.PaymentIntentRetrieveParams' },
  'GET /v1/payment_links': listed('PaymentLink'),
  'GET /v1/payment_methods': listed('PaymentMethod'),
  'GET /v1/prices': listed('Price'),
  'GET /v1/prices/:id': { body: 'Stripe.PriceRetrieveParams' },
  'GET /v1/products': listed('Product'),
  'GET /v1/refunds': listed('Refund'),
  'GET /v1/subscriptions': listed('Subscription'),
  'GET /v1/subscriptions/:id': { body: 'Stripe.SubscriptionRetrieveParams' },
  'GET /v1/webhook_endpoints': listed('WebhookEndpoint'),
  'POST /v1/webhook_endpoints': { body: 'Stripe.WebhookEndpointCreateParams' },
  'DELETE /v1/webhook_endpoints/:id': {},
  'POST /v1/webhook_endpoints/:id': { body: 'Stripe.WebhookEndpointUpdateParams' },
  'GET /v2/core/accounts': listed('V2.Core.Account'),
}

/** Made from Supabase's own description of its Management API. */
const management: Record<string, ParamTypes> = {
  'GET /v1/projects': {},
  'GET /v1/projects/:id': {},
  'GET /v1/projects/:id/api-keys': { query: 'Management.V1GetProjectApiKeysParams' },
  'POST /v1/projects/:id/api-keys': {
    query: 'Management.V1CreateProjectApiKeyParams',
    body: 'Management.CreateApiKeyBody',
  },
  'DELETE /v1/projects/:id/api-keys/:id': { query: 'Management.V1DeleteProjectApiKeyParams' },
  'GET /v1/projects/:id/config/auth': {},
  'PATCH /v1/projects/:id/config/auth': { body: 'Management.UpdateAuthConfigBody' },
  'GET /v1/projects/:id/database/backups': {},
  'POST /v1/projects/:id/database/query': { body: 'Management.V1RunQueryBody' },
  'POST /v1/projects/:id/database/query/read-only': { body: 'Management.V1ReadOnlyQueryBody' },
  'GET /v1/projects/:id/postgrest': {},
}

/** By provider, and by order; `:id` is whatever names one thing. */
export const paramTypes = { stripe, management }
