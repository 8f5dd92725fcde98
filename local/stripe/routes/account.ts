import type { Resource } from '../api/resource.ts'

/** The account itself, as its owner sees it. https://docs.stripe.com/api/accounts/retrieve */
export const account: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/account',
      permission: 'rak_accounts_kyc_basic_read',
      params: [],
      answer({ account: { id, world } }) {
        const { name, supportEmail, color } = world.control.business
        return {
          id,
          object: 'account',
          business_profile: { name, support_email: supportEmail, support_url: null },
          settings: {
            branding: { icon: null, logo: null, primary_color: color, secondary_color: null },
            dashboard: { display_name: name },
          },
        }
      },
    },
  ],
}
