import { createHash } from 'node:crypto'
import { newKeysOf } from '#local/supabase/api-keys.ts'
import { makeApiKey, type ApiKey } from '#local/supabase/key-ring.ts'
import { Refusal } from '../wire/refusal.ts'
import type { Exchange, Route } from '../wire/route.ts'
import { forbidden } from './words.ts'
import { assertProject, type World } from './world.ts'

const path = '/v1/projects/:ref/api-keys'
const shownLetters = 'sb_secret_abcde'.length

/** The project's keys of both kinds; a secret one is whole only with `?reveal=true`. */
export function apiKeyRoutes(world: World): Route[] {
  const { project } = world.supabase
  return [
    {
      method: 'GET',
      path,
      answer(exchange) {
        const reveal = readReveal(world, exchange)
        const keys = newKeysOf(project).map((key) => describe(key, reveal))
        return Response.json([...describeOld(world), ...keys])
      },
    },
    {
      method: 'POST',
      path,
      answer(exchange) {
        const reveal = readReveal(world, exchange)
        const key = makeApiKey(readKey(exchange.body), world.now())
        if (newKeysOf(project).some(({ type, name }) => type === key.type && name === key.name)) {
          throw new Refusal(400, `There is already a ${key.type} key named ${key.name}`)
        }
        project.keyRing.keys.push(key)
        return Response.json(describe(key, reveal), { status: 201 })
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      answer(exchange) {
        const reveal = readReveal(world, exchange)
        return Response.json(describe(getKey(world, exchange), reveal))
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      answer(exchange) {
        assertProject(world, exchange)
        const key = getKey(world, exchange)
        project.keyRing.keys.splice(project.keyRing.keys.indexOf(key), 1)
        return Response.json(describe(key, false))
      },
    },
  ]
}

function readReveal(world: World, exchange: Exchange): boolean {
  assertProject(world, exchange)
  const reveal = exchange.query.get('reveal') === 'true'
  if (reveal && world.controls.now.revealForbidden) throw forbidden()
  return reveal
}

function getKey({ supabase }: World, { ids: [, id] }: Exchange): ApiKey {
  const key = newKeysOf(supabase.project).find((candidate) => candidate.id === id)
  if (key === undefined) throw new Refusal(404, 'API key not found')
  return key
}

function readKey(body: unknown): Pick<ApiKey, 'type' | 'name' | 'description'> {
  const { type, name, description = null } = (body ?? {}) as Record<string, unknown>
  if (type !== 'publishable' && type !== 'secret') {
    throw new Refusal(400, 'type: Invalid option: expected one of "publishable"|"secret"')
  }
  if (typeof name !== 'string' || !/^[a-z_][a-z0-9_]{3,63}$/.test(name)) {
    throw new Refusal(400, 'name: Invalid string: must match pattern /^[a-z_][a-z0-9_]+$/')
  }
  return { type, name, description: typeof description === 'string' ? description : null }
}

/** A secret that is not revealed keeps its length: dots stand where its letters are. */
function describe(key: ApiKey, reveal: boolean) {
  const at = new Date(key.createdAt).toISOString()
  const shown = key.key.slice(0, shownLetters)
  return {
    api_key: key.type === 'publishable' || reveal ? key.key : shown.padEnd(key.key.length, '·'),
    id: key.id,
    type: key.type,
    prefix: shown.slice(`sb_${key.type}_`.length),
    name: key.name,
    description: key.description,
    hash: createHash('sha256').update(key.key).digest('hex'),
    secret_jwt_template: key.type === 'secret' ? { role: 'service_role' } : null,
    inserted_at: at,
    updated_at: at,
  }
}

/** The two tokens of old, always whole. */
function describeOld({ supabase }: World) {
  if (supabase.project.controls.apiKeys === 'new') return []
  return [
    { name: 'anon', api_key: supabase.anonKey },
    { name: 'service_role', api_key: supabase.serviceRoleKey },
  ].map(({ name, api_key }) => ({
    api_key,
    id: name,
    type: 'legacy',
    prefix: api_key.slice(0, 5),
    name,
    description: `Legacy ${name} API key`,
    hash: createHash('sha256').update(api_key).digest('hex'),
    secret_jwt_template: null,
    inserted_at: null,
    updated_at: null,
  }))
}
