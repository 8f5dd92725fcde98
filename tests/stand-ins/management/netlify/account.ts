import type { Route } from '../wire/route.ts'
import { assertAccount, type World } from './world.ts'

/** The owner and his one account. */
export function accountRoutes(world: World): Route[] {
  return [
    { method: 'GET', path: '/api/v1/user', answer: () => Response.json(describeUser(world)) },
    {
      method: 'GET',
      path: '/api/v1/accounts',
      answer: () => Response.json([describeAccount(world)]),
    },
    {
      method: 'GET',
      path: '/api/v1/accounts/:account_id',
      answer({ ids: [id] }) {
        assertAccount(world, id)
        return Response.json(describeAccount(world))
      },
    },
  ]
}

function describeUser({ user, site, controls }: World) {
  return {
    id: user.id,
    uid: user.id,
    full_name: 'The owner',
    avatar_url: '',
    email: user.email,
    affiliate_id: '',
    site_count: 1 + controls.now.otherSites.length,
    created_at: new Date(site.createdAt).toISOString(),
    last_login: new Date(site.createdAt).toISOString(),
    login_providers: ['github'],
    onboarding_progress: { slides: '' },
  }
}

function describeAccount({ account, user, site, controls }: World) {
  const { plan, otherSites } = controls.now
  const at = new Date(site.createdAt).toISOString()
  return {
    id: account.id,
    name: 'The shop',
    slug: account.slug,
    type: plan,
    capabilities: {
      sites: { included: 500, used: 1 + otherSites.length },
      collaborators: { included: 1, used: 1 },
    },
    billing_name: 'The owner',
    billing_email: user.email,
    billing_details: '',
    billing_period: 'monthly',
    payment_method_id: '',
    type_name: plan === 'free' ? 'Free' : 'Pro',
    type_id: plan,
    owner_ids: [user.id],
    roles_allowed: ['Owner'],
    created_at: at,
    updated_at: at,
  }
}
