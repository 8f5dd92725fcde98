import { findRoute } from '#local/wire/find-route.ts'
import type { Controls, Disturbances } from '#local/wire/controls.ts'
import type { Listener } from '#local/wire/listen.ts'
import { listen } from '#local/wire/listen.ts'
import { noRoute, Refusal } from '#local/wire/refusal.ts'

export type Order = {
  /** The values of the path's `:names`, in order. */
  ids: readonly string[]
  query: URLSearchParams
  /** The JSON that was sent, `undefined` if there was none. */
  body: unknown
}

/** One operation of an API. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Such as `/v1/projects/:ref`. */
  path: string
  /** @throws {Refusal} */
  answer(order: Order): Response | Promise<Response>
}

/** What tells the API of one provider from that of another. */
type Api<C extends Disturbances> = {
  name: string
  /** The owner's, which opens everything. */
  token: string
  routes: readonly Route[]
  controls: Controls<C>
  /** The provider's own words for a status. */
  words: Readonly<Record<number, string>>
  /** A refusal in the provider's JSON. */
  describe(refusal: Refusal): unknown
}

/** Serves an API that is opened by an owner's token, on any free port. */
export async function serveApi<C extends Disturbances>(api: Api<C>): Promise<Listener<C>> {
  const { name, token, routes, controls, words, describe } = api
  const sayStatus = (status: number) => words[status] ?? 'A fault was asked for'
  const service = {
    name,
    controls,
    describe,
    note: () => ({}),
    latencyMs: () => 0,
    wordFault: ({ status, message }: C['faults'][number]) =>
      status === undefined ? null : new Refusal(status, message ?? sayStatus(status)),
    async answer({ request }: { request: Request }) {
      const { method, headers } = request
      const { pathname: path, searchParams: query } = new URL(request.url)
      const found = findRoute(routes, method, path)
      if (found === null) throw noRoute(name, { method, path })
      if (headers.get('authorization') !== `Bearer ${token}`) {
        throw new Refusal(401, sayStatus(401))
      }
      const body = parseBody(await request.text())
      return await found.route.answer({ ids: found.ids, query, body })
    },
  }
  return await listen<C, object>(service, 0)
}

function parseBody(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal(400, 'The body is not JSON')
  }
}
