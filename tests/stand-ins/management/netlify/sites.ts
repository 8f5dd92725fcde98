import type { Route } from '../api.ts'
import { describeDeploy } from './deploys.ts'
import type { World } from './world.ts'
import { assertSite } from './world.ts'

/** The sites that the token reaches; one of them exists. */
export function siteRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/sites',
      answer: ({ query }) =>
        Response.json(listSites(world).slice(0, Number(query.get('per_page') ?? 100))),
    },
    {
      method: 'GET',
      path: '/api/v1/sites/:site_id',
      answer({ ids: [id] }) {
        const other = world.controls.otherSites.find((site) => site.id === id)
        if (other === undefined) assertSite(world, id)
        return Response.json(other ? describeSite(world, other) : listSites(world)[0])
      },
    },
  ]
}

/** The one that exists comes first. */
function listSites(world: World) {
  const { site, deploys, controls } = world
  const published = deploys.findPublished()
  const own = {
    ...describeSite(world, site),
    published_deploy: published && describeDeploy(world, published),
  }
  return [own, ...controls.otherSites.map((other) => describeSite(world, other))]
}

type Named = { id: string; name: string; url: string }

function describeSite({ account, site, controls }: World, { id, name, url }: Named) {
  const at = new Date(site.createdAt).toISOString()
  return {
    id,
    state: 'current',
    name,
    custom_domain: null,
    url,
    ssl_url: url,
    admin_url: `https://app.netlify.com/projects/${name}`,
    created_at: at,
    updated_at: at,
    published_deploy: null as object | null,
    build_settings: {
      provider: 'github',
      repo_branch: 'main',
      stop_builds: controls.buildsStopped,
    },
    account_id: account.id,
    account_name: 'The shop',
    account_slug: account.slug,
  }
}
