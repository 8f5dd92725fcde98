import { Refusal } from '#local/wire/refusal.ts'
import type { Order, Route } from '../api.ts'
import type { EnvVar } from './env-store.ts'
import { assertSecretContexts, readValue, readVariable } from './read-env.ts'
import type { World } from './world.ts'
import { assertAccount, assertSite, notFound } from './world.ts'

const path = '/api/v1/accounts/:account_id/env'
const readable = ['dev', 'dev-server']
const mask = '*'.repeat(16)

/** Environment variables of the site. */
export function envRoutes(world: World): Route[] {
  const { controls } = world
  const { variables } = world.env
  return [
    {
      method: 'GET',
      path,
      answer(order) {
        assertOwn(world, order)
        return Response.json([...variables.values()].map(describe))
      },
    },
    {
      method: 'POST',
      path,
      answer(order) {
        assertOwn(world, order)
        if (!Array.isArray(order.body)) throw new Refusal(422, 'A JSON array is expected')
        const made = order.body.map((one) => readVariable(one, controls.plan))
        const known = made.find(({ key }) => variables.has(key))
        if (known !== undefined) {
          throw new Refusal(422, `The environment variable ${known.key} exists already`)
        }
        for (const variable of made) variables.set(variable.key, variable)
        return Response.json(made.map(describe), { status: 201 })
      },
    },
    {
      method: 'PUT',
      path: `${path}/:key`,
      answer(order) {
        const before = getVariable(world, order)
        const body = { key: before.key, ...(order.body as object) }
        const variable = readVariable(body, controls.plan)
        variables.delete(before.key)
        variables.set(variable.key, variable)
        return Response.json(describe(variable))
      },
    },
    {
      method: 'PATCH',
      path: `${path}/:key`,
      answer(order) {
        const variable = getVariable(world, order)
        const value = readValue(order.body)
        const others = variable.values.filter(
          (other) =>
            other.context !== value.context || other.context_parameter !== value.context_parameter,
        )
        const changed = { ...variable, values: [...others, value], updatedAt: Date.now() }
        assertSecretContexts(changed)
        variables.set(variable.key, changed)
        return Response.json(describe(changed), { status: 201 })
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:key`,
      answer(order) {
        variables.delete(getVariable(world, order).key)
        return new Response(null, { status: 204 })
      },
    },
  ]
}

/** Without a site, Netlify means the variables that the account's sites share: unknown here. @throws {Refusal} 404, 501 */
function assertOwn(world: World, { ids: [account], query }: Order): void {
  assertAccount(world, account)
  const site = query.get('site_id')
  if (site === null) throw new Refusal(501, 'The Netlify stand-in knows no shared variables')
  assertSite(world, site)
}

function getVariable(world: World, order: Order): EnvVar {
  assertOwn(world, order)
  const variable = world.env.variables.get(order.ids[1] ?? '')
  if (variable === undefined) throw notFound()
  return variable
}

/** Of a secret, only what developers use on their own machines comes back. */
function describe({ key, scopes, values, isSecret, updatedAt }: EnvVar) {
  const told = values.map(({ value, ...rest }) => {
    const isHidden = isSecret && !readable.includes(rest.context)
    return { ...rest, value: isHidden && value !== '' ? mask : value }
  })
  const updated_at = new Date(updatedAt).toISOString()
  return { key, scopes, values: told, is_secret: isSecret, updated_at }
}
