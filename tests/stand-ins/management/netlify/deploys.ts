import { Refusal } from '../wire/refusal.ts'
import type { Exchange, Route } from '../wire/route.ts'
import type { Deploy } from './deploy-store.ts'
import { pageOf } from './page-of.ts'
import { assertSite, notFound, type World } from './world.ts'

const site = '/api/v1/sites/:site_id'

/** Builds and the deploys that come of them: each build makes one. */
export function deployRoutes(world: World): Route[] {
  const { deploys, controls } = world
  return [
    {
      method: 'POST',
      path: `${site}/builds`,
      answer({ ids: [id], query }) {
        assertSite(world, id)
        if (controls.now.buildsStopped) throw new Refusal(422, 'Builds are stopped for this site')
        return Response.json(describeBuild(deploys.start(query.get('title'))))
      },
    },
    {
      method: 'GET',
      path: `${site}/builds`,
      answer({ ids: [id], query }) {
        assertSite(world, id)
        return Response.json(pageOf(deploys.all(), query).map(describeBuild))
      },
    },
    {
      method: 'GET',
      path: '/api/v1/builds/:build_id',
      answer({ ids: [id] }) {
        const deploy = deploys.findBuild(id)
        if (deploy === null) throw notFound()
        return Response.json(describeBuild(deploy))
      },
    },
    {
      method: 'GET',
      path: `${site}/deploys`,
      answer({ ids: [id], query }) {
        assertSite(world, id)
        const page = pageOf(deploys.all(), query)
        return Response.json(page.map((deploy) => describeDeploy(world, deploy)))
      },
    },
    {
      method: 'GET',
      path: `${site}/deploys/:deploy_id`,
      answer({ ids: [siteId, id = ''] }) {
        assertSite(world, siteId)
        return answerDeploy(world, id)
      },
    },
    {
      method: 'GET',
      path: '/api/v1/deploys/:deploy_id',
      answer: ({ ids: [id] }: Exchange) => answerDeploy(world, id),
    },
  ]
}

function answerDeploy(world: World, id: string): Response {
  const deploy = world.deploys.find(id)
  if (deploy === null) throw notFound()
  return Response.json(describeDeploy(world, deploy))
}

function describeBuild({ id, buildId, state, errorMessage, createdAt }: Deploy) {
  return {
    id: buildId,
    deploy_id: id,
    sha: null,
    done: state === 'ready' || state === 'error',
    error: errorMessage,
    created_at: new Date(createdAt).toISOString(),
  }
}

/** A deploy as the API tells it. */
export function describeDeploy({ site, user }: World, deploy: Deploy) {
  const { name, url } = site
  const admin = `https://app.netlify.com/projects/${name}`
  const own = `${deploy.id}--${name}.netlify.app`
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    id: deploy.id,
    site_id: site.id,
    user_id: user.id,
    build_id: deploy.buildId,
    state: deploy.state,
    name,
    url,
    ssl_url: url,
    admin_url: admin,
    deploy_url: `http://${own}`,
    deploy_ssl_url: `https://${own}`,
    draft: false,
    required: [],
    required_functions: [],
    error_message: deploy.errorMessage,
    branch: 'main',
    commit_ref: null,
    commit_url: null,
    skipped: null,
    created_at: time(deploy.createdAt),
    updated_at: time(deploy.updatedAt),
    published_at: time(deploy.publishedAt),
    title: deploy.title,
    context: 'production',
    locked: null,
    review_url: null,
    framework: 'vite',
    function_schedules: [],
  }
}
