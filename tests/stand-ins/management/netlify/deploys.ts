import { Refusal } from '#local/wire/refusal.ts'
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
        // With which status is not documented. https://docs.netlify.com/build/configure-builds/stop-or-activate-builds
        if (world.controls.buildsStopped) throw new Refusal(422, 'Builds are stopped for this site')
        return Response.json(describeBuild(deploys.start()))
      },
    },
    {
      method: 'GET',
      path: '/api/v1/sites/:site_id/deploys',
      answer({ ids: [id], query }) {
        assertSite(world, id)
        // Here all are of production.
        const most = Number(query.get('per_page') ?? 100)
        const newest = deploys.all().slice(0, most)
        return Response.json(newest.map((deploy) => describeDeploy(world, deploy)))
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
    skipped: null,
    branch: 'main',
    context: 'production',
    created_at: time(deploy.createdAt),
    updated_at: time(deploy.updatedAt),
    published_at: time(deploy.publishedAt),
  }
}
