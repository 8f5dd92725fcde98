import type { Route } from '../wire/route.ts'
import { describeDeploy } from './deploys.ts'
import { pageOf } from './page-of.ts'
import { assertAccount, assertSite, type World } from './world.ts'

/** The sites in the token's reach; one of them stands. */
export function siteRoutes(world: World): Route[] {
  const list = (query: URLSearchParams) => {
    const name = query.get('name')
    const sites = listSites(world).filter((site) => name === null || site.name.includes(name))
    return Response.json(pageOf(sites, query))
  }
  return [
    { method: 'GET', path: '/api/v1/sites', answer: ({ query }) => list(query) },
    {
      method: 'GET',
      path: '/api/v1/sites/:site_id',
      answer({ ids: [id] }) {
        const other = world.controls.now.otherSites.find((site) => site.id === id)
        if (other === undefined) assertSite(world, id)
        return Response.json(other ? describeSite(world, other) : listSites(world)[0])
      },
    },
    {
      method: 'GET',
      path: '/api/v1/:account_slug/sites',
      answer({ ids: [slug], query }) {
        assertAccount(world, slug)
        return list(query)
      },
    },
  ]
}

/** The one that stands comes first. */
function listSites(world: World) {
  const { site, deploys, controls } = world
  const published = deploys.published()
  const own = {
    ...describeSite(world, site),
    published_deploy: published === null ? null : describeDeploy(world, published),
  }
  return [own, ...controls.now.otherSites.map((other) => describeSite(world, other))]
}

type Named = { id: string; name: string; url: string }

function describeSite({ account, user, site, controls }: World, { id, name, url }: Named) {
  const at = new Date(site.createdAt).toISOString()
  return {
    id,
    state: 'current',
    plan: controls.now.plan,
    name,
    custom_domain: null,
    domain_aliases: [],
    url,
    ssl_url: url,
    admin_url: `https://app.netlify.com/projects/${name}`,
    created_at: at,
    updated_at: at,
    user_id: user.id,
    ssl: true,
    force_ssl: true,
    managed_dns: true,
    deploy_url: `http://main--${name}.netlify.app`,
    published_deploy: null as object | null,
    account_id: account.id,
    account_name: 'The shop',
    account_slug: account.slug,
    git_provider: 'github',
    capabilities: {},
    processing_settings: { html: { pretty_urls: true } },
    build_settings: {
      provider: 'github',
      repo_url: 'https://github.com/the-shop/portal-gateway',
      repo_path: 'the-shop/portal-gateway',
      repo_branch: 'main',
      cmd: 'npm run build',
      dir: 'web/dist',
      functions_dir: 'netlify/functions',
      public_repo: true,
      stop_builds: controls.now.buildsStopped,
    },
    id_domain: `${id}.netlify.app`,
    build_image: 'noble',
    prerender: null,
    functions_region: 'us-east-2',
  }
}
