import type { Route } from '../api.ts'
import { assertOwnMailer, assertTemplatesOpen, readChanges } from './auth-refusals.ts'
import type { World } from './world.ts'
import { assertProject } from './world.ts'

const path = '/v1/projects/:ref/config/auth'

/** The settings of the project's Auth, read whole and changed in part. */
export function authConfigRoutes(world: World): Route[] {
  const { auth, controls } = world
  return [
    {
      method: 'GET',
      path,
      answer(order) {
        assertProject(world, order, 'auth_config_read')
        return Response.json(auth.describe())
      },
    },
    {
      method: 'PATCH',
      path,
      answer(order) {
        assertProject(world, order, 'auth_config_write', 'project_admin_write')
        const changes = readChanges(order.body)
        assertOwnMailer(changes)
        assertTemplatesOpen(controls.plan, auth.read(), changes)
        auth.apply(changes)
        return Response.json(auth.describe())
      },
    },
  ]
}
