import type { Route } from '../api.ts'
import type { World } from './world.ts'
import { assertPermissions, assertProject } from './world.ts'

const organization = 'the-shop-of-ours'
const createdAt = '2026-10-01T08:00:00.000000Z'
const region = 'eu-central-1'
const postgres = { version: '17.6.1.063', postgres_engine: '17', release_channel: 'ga' }

/** Projects, and what the Data API of one serves. */
export function projectRoutes(world: World): Route[] {
  const { supabase } = world
  return [
    {
      method: 'GET',
      path: '/v1/projects',
      answer() {
        assertPermissions(world, 'projects_read')
        return Response.json(world.controls.listsProjects ? listProjects(world) : [])
      },
    },
    {
      method: 'GET',
      path: '/v1/projects/:ref',
      answer(order) {
        assertProject(world, order, 'project_admin_read')
        return Response.json(listProjects(world)[0])
      },
    },
    {
      method: 'GET',
      path: '/v1/projects/:ref/postgrest',
      answer(order) {
        assertProject(world, order, 'data_api_config_read')
        const { schemas, maxRows } = supabase.project.controls
        return Response.json({
          db_schema: schemas.join(','),
          max_rows: maxRows,
          db_extra_search_path: 'public, extensions',
          db_pool: null,
          jwt_secret: supabase.legacySecret,
        })
      },
    },
  ]
}

/** The one that exists comes first. */
function listProjects({ supabase, controls }: World) {
  const own = { ref: supabase.ref, name: 'Billing', status: controls.status }
  const others = controls.otherProjects.map((other) => ({ ...other, status: 'ACTIVE_HEALTHY' }))
  return [own, ...others].map(({ ref, name, status }) => ({
    id: ref,
    ref,
    organization_id: organization,
    organization_slug: organization,
    name,
    region,
    created_at: createdAt,
    status,
    database: { host: `db.${ref}.supabase.co`, ...postgres },
  }))
}
