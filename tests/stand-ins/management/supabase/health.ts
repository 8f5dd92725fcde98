import { Refusal } from '../wire/refusal.ts'
import type { Route } from '../wire/route.ts'
import { assertProject, type World } from './world.ts'

const services = 'auth db db_postgres_user pooler realtime rest storage pg_bouncer'.split(' ')

/** Whether the services that the query names are up. */
export function healthRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/projects/:ref/health',
      answer(exchange) {
        assertProject(world, exchange)
        const asked = exchange.query.getAll('services').flatMap((names) => names.split(','))
        const unknown = asked.find((name) => !services.includes(name))
        if (asked.length === 0 || unknown !== undefined) {
          throw new Refusal(400, `services: Invalid option: expected one of ${services.join('|')}`)
        }
        return Response.json(asked.map((name) => describe(world, name)))
      },
    },
  ]
}

function describe({ controls, supabase }: World, name: string) {
  const { status, unhealthy } = controls.now
  const isUp = status === 'ACTIVE_HEALTHY' && !unhealthy.includes(name)
  const comingUp = status === 'COMING_UP' || status === 'RESTORING'
  return {
    name,
    healthy: isUp,
    status: isUp ? 'ACTIVE_HEALTHY' : comingUp ? 'COMING_UP' : 'UNHEALTHY',
    ...(isUp &&
      name === 'auth' && { info: { name: 'GoTrue', version: 'v2.196.0', description: 'Auth' } }),
    ...(isUp &&
      name === 'rest' && { info: { db_schema: supabase.project.controls.schemas.join(',') } }),
    ...(!isUp && { error: 'The service does not answer' }),
  }
}
