import type { Route } from '../wire/route.ts'
import { assertOwnMailer, lockedFields, readChanges, templatesLocked } from './auth-refusals.ts'
import { assertProject, type World } from './world.ts'

const path = '/v1/projects/:ref/config/auth'

/** The settings of the project's Auth, read whole and changed in part. */
export function authConfigRoutes(world: World): Route[] {
  const { auth, controls } = world
  return [
    {
      method: 'GET',
      path,
      answer(exchange) {
        assertProject(world, exchange)
        return Response.json(auth.describe())
      },
    },
    {
      method: 'PATCH',
      path,
      answer(exchange) {
        assertProject(world, exchange)
        const changes = readChanges(exchange.body)
        assertOwnMailer(changes)
        const locked = lockedFields(controls.now, auth.read(), changes)
        if (locked.length > 0) {
          const isKept = controls.now.templateRefusal === 'partial'
          if (isKept) take(world, without(changes, locked))
          throw templatesLocked()
        }
        take(world, changes)
        return Response.json(auth.describe())
      },
    },
  ]
}

function take({ auth, controls }: World, changes: Record<string, unknown>): void {
  if (controls.now.holdAuth) auth.hold(changes)
  else auth.apply(changes)
}

function without(changes: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !names.includes(name)))
}
