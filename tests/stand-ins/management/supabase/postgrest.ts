import { Refusal } from '../wire/refusal.ts'
import type { Route } from '../wire/route.ts'
import { assertProject, type World } from './world.ts'

const path = '/v1/projects/:ref/postgrest'

/** What the Data API serves. The search path and the pool are told, and nothing depends on them here. */
export function postgrestRoutes(world: World): Route[] {
  const { project } = world.supabase
  const describe = () => ({
    db_schema: project.controls.schemas.join(','),
    max_rows: project.controls.maxRows,
    db_extra_search_path: 'public, extensions',
    db_pool: null,
  })
  return [
    {
      method: 'GET',
      path,
      answer(exchange) {
        assertProject(world, exchange)
        return Response.json({ ...describe(), jwt_secret: world.supabase.legacySecret })
      },
    },
    {
      method: 'PATCH',
      path,
      answer(exchange) {
        assertProject(world, exchange)
        const { db_schema: schemas, max_rows: rows } = (exchange.body ?? {}) as {
          db_schema?: unknown
          max_rows?: unknown
        }
        if (schemas !== undefined && typeof schemas !== 'string') {
          throw new Refusal(400, 'db_schema: Invalid input: expected string')
        }
        if (rows !== undefined && !(typeof rows === 'number' && rows >= 0 && rows <= 1_000_000)) {
          throw new Refusal(400, 'max_rows: expected number to be in 0..1000000')
        }
        if (schemas !== undefined) {
          project.controls.schemas = schemas.split(',').map((name) => name.trim())
        }
        if (rows !== undefined) project.controls.maxRows = rows
        return Response.json(describe())
      },
    },
  ]
}
