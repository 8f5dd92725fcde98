import type { Route } from '../wire/route.ts'
import { Refusal } from '../wire/refusal.ts'
import { assertProject, type World } from './world.ts'

const region = 'eu-central-1'
const postgres = { version: '17.6.1.063', postgres_engine: '17', release_channel: 'ga' }

/** Projects and the organization that they belong to. */
export function projectRoutes(world: World): Route[] {
  return [
    { method: 'GET', path: '/v1/projects', answer: () => Response.json(listProjects(world)) },
    {
      method: 'GET',
      path: '/v1/projects/:ref',
      answer(exchange) {
        assertProject(world, exchange)
        return Response.json(listProjects(world)[0])
      },
    },
    {
      method: 'GET',
      path: '/v1/organizations',
      answer: () =>
        Response.json([{ id: world.organization, slug: world.organization, name: 'The shop' }]),
    },
    {
      method: 'GET',
      path: '/v1/organizations/:slug',
      answer({ ids: [slug] }) {
        if (slug !== world.organization) throw new Refusal(404, 'Organization not found')
        return Response.json({
          id: slug,
          name: 'The shop',
          plan: world.controls.now.plan,
          opt_in_tags: [],
          allowed_release_channels: ['ga', 'preview'],
        })
      },
    },
  ]
}

/** The one that stands comes first. */
function listProjects({ supabase, controls, organization }: World) {
  const { status, projectCreatedAt, otherProjects } = controls.now
  const own = { ref: supabase.ref, name: 'Billing', status }
  const others = otherProjects.map((other) => ({ ...other, status: 'ACTIVE_HEALTHY' }))
  return [own, ...others].map((project) => ({
    id: project.ref,
    ref: project.ref,
    organization_id: organization,
    organization_slug: organization,
    name: project.name,
    region,
    created_at: projectCreatedAt,
    status: project.status,
    database: { host: `db.${project.ref}.supabase.co`, ...postgres },
  }))
}
