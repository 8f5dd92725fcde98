import { Refusal } from '../wire/refusal.ts'
import type { Exchange, Route } from '../wire/route.ts'
import type { EnvVar, Shelf } from './env-store.ts'
import { assertSecretContexts, readValue, readVariable } from './read-env.ts'
import { assertAccount, assertSite, notFound, type World } from './world.ts'

const path = '/api/v1/accounts/:account_id/env'
const readable = ['dev', 'dev-server']
const mask = '*'.repeat(16)

/** Environment variables of the account and of its site. */
export function envRoutes(world: World): Route[] {
  const { controls } = world
  return [
    {
      method: 'GET',
      path,
      answer(exchange) {
        const scope = exchange.query.get('scope')
        const context = exchange.query.get('context_name')
        const variables = [...getShelf(world, exchange).values()]
          .filter((variable) => scope === null || variable.scopes.includes(scope))
          .filter(
            ({ values }) =>
              context === null || values.some((value) => [context, 'all'].includes(value.context)),
          )
        return Response.json(variables.map((variable) => describe(world, variable)))
      },
    },
    {
      method: 'POST',
      path,
      answer(exchange) {
        const shelf = getShelf(world, exchange)
        if (!Array.isArray(exchange.body)) throw new Refusal(422, 'A JSON array is expected')
        const { plan } = controls.now
        const variables = exchange.body.map((one) => readVariable(one, plan, world.now()))
        const known = variables.find(({ key }) => shelf.has(key))
        if (known !== undefined) {
          throw new Refusal(422, `The environment variable ${known.key} exists already`)
        }
        for (const variable of variables) shelf.set(variable.key, variable)
        return Response.json(
          variables.map((one) => describe(world, one)),
          { status: 201 },
        )
      },
    },
    {
      method: 'GET',
      path: `${path}/:key`,
      answer: (exchange) => Response.json(describe(world, getVariable(world, exchange))),
    },
    {
      method: 'PUT',
      path: `${path}/:key`,
      answer(exchange) {
        const before = getVariable(world, exchange)
        const shelf = getShelf(world, exchange)
        const body = { key: before.key, ...(exchange.body as object) }
        const variable = readVariable(body, controls.now.plan, world.now())
        shelf.delete(before.key)
        shelf.set(variable.key, variable)
        return Response.json(describe(world, variable))
      },
    },
    {
      method: 'PATCH',
      path: `${path}/:key`,
      answer(exchange) {
        const variable = getVariable(world, exchange)
        const value = readValue(exchange.body)
        const others = variable.values.filter(
          (other) =>
            other.context !== value.context || other.context_parameter !== value.context_parameter,
        )
        const changed = { ...variable, values: [...others, value], updatedAt: world.now() }
        assertSecretContexts(changed)
        getShelf(world, exchange).set(variable.key, changed)
        return Response.json(describe(world, changed), { status: 201 })
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:key`,
      answer(exchange) {
        getShelf(world, exchange).delete(getVariable(world, exchange).key)
        return new Response(null, { status: 204 })
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:key/value/:id`,
      answer(exchange) {
        const variable = getVariable(world, exchange)
        const index = variable.values.findIndex(({ id }) => id === exchange.ids[2])
        if (index < 0) throw notFound()
        variable.values.splice(index, 1)
        return new Response(null, { status: 204 })
      },
    },
  ]
}

/** The site's variables where the query names one, else those that the account's sites share. */
function getShelf(world: World, { ids: [account], query }: Exchange): Shelf {
  assertAccount(world, account)
  const site = query.get('site_id')
  if (site === null) return world.env.shared
  assertSite(world, site)
  return world.env.own
}

function getVariable(world: World, exchange: Exchange): EnvVar {
  const variable = getShelf(world, exchange).get(exchange.ids[1] ?? '')
  if (variable === undefined) throw notFound()
  return variable
}

/** Of a secret, only what developers use on their own machines comes back. */
function describe({ user }: World, { key, scopes, values, isSecret, updatedAt }: EnvVar) {
  const told = values.map(({ value, ...rest }) => {
    const isHidden = isSecret && !readable.includes(rest.context)
    return { ...rest, value: isHidden && value !== '' ? mask : value }
  })
  return {
    key,
    scopes,
    values: told,
    is_secret: isSecret,
    updated_at: new Date(updatedAt).toISOString(),
    updated_by: { id: user.id, full_name: 'The owner', email: user.email, avatar_url: '' },
  }
}
