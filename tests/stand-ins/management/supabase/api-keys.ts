import { createHash } from 'node:crypto'
import { newKeysOf } from '#local/supabase/api-keys.ts'
import type { ApiKey } from '#local/supabase/key-ring.ts'
import { makeApiKey } from '#local/supabase/key-ring.ts'
import { Refusal } from '#local/wire/refusal.ts'
import type { Order, Route } from '../api.ts'
import type { World } from './world.ts'
import { assertProject } from './world.ts'

const path = '/v1/projects/:ref/api-keys'
const shownLetters = 'sb_secret_abcde'.length

/** The project's keys of both kinds; a secret one is whole only with `?reveal=true`. */
export function apiKeyRoutes(world: World): Route[] {
  const { project } = world.supabase
  return [
    {
      method: 'GET',
      path,
      answer(order) {
        assertProject(world, order, 'api_gateway_keys_read', ...revealed(order))
        const keys = newKeysOf(project).map((key) => describe(key, order.query))
        return Response.json([...describeLegacy(world), ...keys])
      },
    },
    {
      method: 'POST',
      path,
      answer(order) {
        assertProject(world, order, 'api_gateway_keys_write', ...revealed(order))
        const key = makeApiKey(readKey(order.body), Date.now())
        if (newKeysOf(project).some(({ type, name }) => type === key.type && name === key.name)) {
          throw new Refusal(400, `There is already a ${key.type} key named ${key.name}`)
        }
        project.keyRing.keys.push(key)
        return Response.json(describe(key, order.query), { status: 201 })
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      answer(order) {
        assertProject(world, order, 'api_gateway_keys_write')
        const { keys } = project.keyRing
        const place = keys.findIndex(({ id }) => id === order.ids[1])
        const [key] = place === -1 ? [] : keys.splice(place, 1)
        if (key === undefined) throw new Refusal(404, 'API key not found')
        return Response.json(describe(key, order.query))
      },
    },
  ]
}

const revealed = ({ query }: Order) =>
  query.get('reveal') === 'true' ? ['api_gateway_keys_secret_read'] : []

function readKey(body: unknown): Pick<ApiKey, 'type' | 'name' | 'description' | 'role'> {
  const {
    type,
    name,
    description = null,
    secret_jwt_template: template,
  } = (body ?? {}) as Record<string, unknown>
  if (type !== 'publishable' && type !== 'secret') {
    throw new Refusal(400, 'type: Invalid option: expected one of "publishable"|"secret"')
  }
  if (typeof name !== 'string' || !/^[a-z_][a-z0-9_]{3,63}$/.test(name)) {
    throw new Refusal(400, 'name: Invalid string: must match pattern /^[a-z_][a-z0-9_]+$/')
  }
  const { role } = (template ?? {}) as { role?: unknown }
  return {
    type,
    name,
    description: typeof description === 'string' ? description : null,
    role: typeof role === 'string' ? role : null,
  }
}

/** A secret that is not revealed keeps its length: dots replace its letters. */
function describe({ key, ...more }: ApiKey, query: URLSearchParams) {
  const { id, type, name, description, role, createdAt } = more
  const at = new Date(createdAt).toISOString()
  const shown = key.slice(0, shownLetters)
  const isWhole = type === 'publishable' || query.get('reveal') === 'true'
  return {
    api_key: isWhole ? key : shown.padEnd(key.length, '·'),
    id,
    type,
    prefix: shown.slice(`sb_${type}_`.length),
    name,
    description,
    hash: createHash('sha256').update(key).digest('hex'),
    secret_jwt_template: role === null ? null : { role },
    inserted_at: at,
    updated_at: at,
  }
}

/** The two legacy tokens, always whole. */
function describeLegacy({ supabase }: World) {
  if (supabase.project.controls.apiKeys === 'new') return []
  return Object.entries({ anon: supabase.anonKey, service_role: supabase.serviceRoleKey }).map(
    ([name, key]) => ({
      api_key: key,
      id: name,
      type: 'legacy',
      prefix: key.slice(0, 5),
      name,
      description: `Legacy ${name} API key`,
      hash: createHash('sha256').update(key).digest('hex'),
      secret_jwt_template: null,
      inserted_at: null,
      updated_at: null,
    }),
  )
}
