import type { Route } from '../api.ts'
import type { Deploy } from './deploy-store.ts'
import type { World } from './world.ts'
import { assertSite, notFound } from './world.ts'

/** Builds, and the deploy that comes of each. */
export function deployRoutes(world: World): Route[] {
  const { deploys } = world
  return [
    {
      method: 'POST',
      path: '/api/v1/sites/:site_id/builds',
      answer({ ids: [id] }) {
        assertSite(world, id)
        return Response.json(describeBuild(deploys.start()))
      },
    },
    {
      method: 'GET',
      path: '/api/v1/deploys/:deploy_id',
      answer({ ids: [id] }) {
        const deploy = deploys.all().find((candidate) => candidate.id === id)
        if (deploy === undefined) throw notFound()
        return Response.json(describeDeploy(world, deploy))
      },
    },
  ]
}

function describeBuild({ id, buildId, createdAt }: Deploy) {
  const at = new Date(createdAt).toISOString()
  return { id: buildId, deploy_id: id, sha: null, done: false, error: null, created_at: at }
}

/** A deploy as the API tells it. */
export function describeDeploy({ site }: World, deploy: Deploy) {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    id: deploy.id,
    site_id: site.id,
    build_id: deploy.buildId,
    state: deploy.state,
    name: site.name,
    url: site.url,
    ssl_url: site.url,
    admin_url: `https://app.netlify.com/projects/${site.name}`,
    error_message: deploy.errorMessage,
    branch: 'main',
    context: 'production',
    created_at: time(deploy.createdAt),
    updated_at: time(deploy.updatedAt),
    published_at: time(deploy.publishedAt),
  }
}
