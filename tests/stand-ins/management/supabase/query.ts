import { Refusal } from '../wire/refusal.ts'
import type { Exchange, Route } from '../wire/route.ts'
import { runQuery } from './run-query.ts'
import { assertProject, type World } from './world.ts'

const path = '/v1/projects/:ref/database/query'

/** SQL in the project's database, with the owner's rights or to read alone. */
export function queryRoutes(world: World): Route[] {
  return [
    {
      method: 'POST',
      path,
      answer: async (exchange) => await answerQuery(world, exchange, false),
    },
    {
      method: 'POST',
      path: `${path}/read-only`,
      answer: async (exchange) => await answerQuery(world, exchange, true),
    },
  ]
}

async function answerQuery(world: World, exchange: Exchange, onlyReads: boolean) {
  assertProject(world, exchange)
  assertDatabase(world)
  const body = (exchange.body ?? {}) as Record<string, unknown>
  const { query: text, parameters = null, read_only: isReading = onlyReads } = body
  if (typeof text !== 'string' || text === '') {
    throw new Refusal(400, 'query: Invalid input: expected string')
  }
  if (parameters !== null && !Array.isArray(parameters)) {
    throw new Refusal(400, 'parameters: Invalid input: expected array')
  }
  const query = { text, parameters, isReading: isReading === true }
  return Response.json(await runQuery(world.supabase.database, query), { status: 201 })
}

/** A paused project's database is not there to be asked. @throws {Refusal} 400 */
export function assertDatabase({ controls }: World): void {
  const { status, unhealthy } = controls.now
  if (status === 'ACTIVE_HEALTHY' && !unhealthy.includes('db')) return
  throw new Refusal(400, 'Failed to run sql query: Connection terminated due to connection timeout')
}
