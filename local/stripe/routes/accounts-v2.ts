import type Stripe from 'stripe'
import { readLimit } from '../api/list.ts'
import { findList } from '../api/params.ts'
import type { Resource } from '../api/resource.ts'
import { customersOf } from '../objects/customers.ts'

type Page = {
  data: Partial<Stripe.V2.Core.Account>[]
  next_page_url: null
  previous_page_url: null
}

/** Accounts v2: here every account is a customer, and one page holds all. https://docs.stripe.com/api/v2/core/accounts/list */
export const accountsV2: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v2/core/accounts',
      permission: 'rak_accounts_v2_read',
      params: ['applied_configurations', 'limit'],
      answer({ account, params }): Page {
        const wanted = findList(params, 'applied_configurations') ?? []
        const isWanted = wanted.every((configuration) => configuration === 'customer')
        const accounts = customersOf(account)
          .sorted()
          .flatMap(({ created, email, details }) => {
            const id = details?.customerAccount
            if (id === undefined || !isWanted) return []
            return {
              id,
              object: 'v2.core.account' as const,
              applied_configurations: ['customer' as const],
              ...(email === null ? {} : { contact_email: email }),
              created: new Date(created * 1000).toISOString(),
              livemode: account.livemode,
            }
          })
        const data = accounts.toReversed().slice(0, readLimit(params))
        return { data, next_page_url: null, previous_page_url: null }
      },
    },
  ],
}
