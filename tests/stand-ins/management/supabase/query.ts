import { Refusal } from '#local/wire/refusal.ts'
import type { Order, Route } from '../api.ts'
import { runQuery } from './run-query.ts'
import type { World } from './world.ts'
import { assertProject } from './world.ts'

const path = '/v1/projects/:ref/database/query'

/** SQL in the project's database, with the owner's rights or for reading only. */
export function queryRoutes(world: World): Route[] {
  return [
    { method: 'POST', path, answer: (order) => answerQuery(world, order, false) },
    {
      method: 'POST',
      path: `${path}/read-only`,
      answer: (order) => answerQuery(world, order, true),
    },
  ]
}

async function answerQuery(world: World, order: Order, isReading: boolean): Promise<Response> {
  assertProject(world, order, isReading ? 'database_read' : 'database_write')
  if (world.controls.status !== 'ACTIVE_HEALTHY') {
    const reason = 'Connection terminated due to connection timeout'
    throw new Refusal(400, `Failed to run sql query: ${reason}`)
  }
  const { query: text, ...more } = (order.body ?? {}) as Record<string, unknown>
  if (typeof text !== 'string' || text === '') {
    throw new Refusal(400, 'query: Invalid input: expected string')
  }
  const [unknown] = Object.keys(more)
  if (unknown !== undefined)
    throw new Refusal(501, `The stand-in does not know "${unknown}" in a query`)
  const rows = await runQuery(world.supabase.database, { text, isReading })
  return Response.json(rows, { status: 201 })
}
