import type Stripe from 'stripe'
import type { Route } from '../wire/route.ts'

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/account',
    permission: 'rak_accounts_kyc_basic_read',
    params: [],
    answer: ({ account }): Stripe.Account => ({
      id: account.id,
      object: 'account',
      charges_enabled: true,
      country: 'US',
      default_currency: 'usd',
      details_submitted: true,
      email: 'owner@example.com',
      metadata: {},
      payouts_enabled: true,
      type: 'standard',
    }),
  },
]
