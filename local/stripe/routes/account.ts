import type Stripe from 'stripe'
import { noSuch } from '../api/problem.ts'
import type { Resource } from '../api/resource.ts'
import { iconBytes } from '../pages/icon-file.ts'

/** The owner's icon, as they gave it in the dashboard. */
const iconFile = 'file_icon'

/** The account itself, as its owner sees it. https://docs.stripe.com/api/accounts/retrieve */
export const account: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/account',
      permission: 'rak_accounts_kyc_basic_read',
      params: [],
      answer({ account: { id, world } }) {
        const { name, supportEmail, color, hasIcon } = world.control.business
        return {
          id,
          object: 'account',
          business_profile: { name, support_email: supportEmail, support_url: null },
          settings: {
            branding: {
              icon: hasIcon ? iconFile : null,
              logo: null,
              primary_color: color,
              secondary_color: null,
            },
            dashboard: { display_name: name },
          },
        }
      },
    },
    {
      method: 'GET',
      path: '/v1/files/:file',
      permission: 'rak_file_read',
      params: [],
      answer({ account: { world }, ids: [id] }) {
        if (id !== iconFile) throw noSuch('file', id)
        return {
          id,
          object: 'file',
          created: 0,
          expires_at: null,
          filename: 'icon.png',
          links: null,
          purpose: 'business_icon',
          size: iconBytes.length,
          title: null,
          type: 'png',
          // The real one is at files.stripe.com.
          url: `${world.publicUrl()}/files/${id}/contents`,
        } satisfies Stripe.File
      },
    },
  ],
}
