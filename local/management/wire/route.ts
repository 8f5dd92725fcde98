export type Exchange = {
  /** The values of the path's `:names`, in order. */
  ids: readonly [string, ...string[]]
  query: URLSearchParams
  headers: Headers
  /** The JSON that came, `undefined` where none did. */
  body: unknown
}

/** One operation of a service. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Such as `/v1/projects/:ref`. */
  path: string
  /** @throws {Refusal} */
  answer(exchange: Exchange): Response | Promise<Response>
}

/** The route and the ids in the path, or `null`. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; ids: string[] } | null {
  const segments = path.split('/')
  for (const route of routes) {
    const ids = route.method === method ? matchPath(route.path.split('/'), segments) : null
    if (ids) return { route, ids }
  }
  return null
}

function matchPath(pattern: string[], segments: string[]): string[] | null {
  if (pattern.length !== segments.length) return null
  const ids: string[] = []
  for (const [index, name] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (name.startsWith(':')) ids.push(decodeURIComponent(segment))
    else if (name !== segment) return null
  }
  return ids
}
