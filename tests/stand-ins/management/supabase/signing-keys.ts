import { createHash } from 'node:crypto'
import type { Route } from '../wire/route.ts'
import { assertProject, type World } from './world.ts'

const path = '/v1/projects/:ref/config/auth/signing-keys'

/** What the project signs with, as far as it may be told. */
export function signingKeyRoutes(world: World): Route[] {
  const { project } = world.supabase
  return [
    {
      method: 'GET',
      path,
      answer(exchange) {
        assertProject(world, exchange)
        if (project.controls.legacySecret) return Response.json({ keys: [] })
        const current = project.keys.current().kid
        const keys = project.keys.jwks().keys.map((jwk) => ({
          ...describe(world, String(jwk.kid), 'ES256'),
          status: jwk.kid === current ? 'in_use' : 'previously_used',
          public_jwk: jwk,
        }))
        return Response.json({ keys })
      },
    },
    {
      // The shared secret, which every project has; a project of old still signs with it.
      method: 'GET',
      path: `${path}/legacy`,
      answer(exchange) {
        assertProject(world, exchange)
        return Response.json({
          ...describe(world, idOf(project.keys.legacySecret), 'HS256'),
          status: project.controls.legacySecret ? 'in_use' : 'previously_used',
          public_jwk: null,
        })
      },
    },
  ]
}

function describe({ controls }: World, id: string, algorithm: string) {
  const at = controls.now.projectCreatedAt
  return { id, algorithm, created_at: at, updated_at: at }
}

/** Always the same for the same secret, and in the form of a uuid. */
function idOf(secret: string): string {
  const hex = createHash('sha256').update(secret).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`]
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
