type Route = { method: string; path: string }

/** The first route for this method and path, and the ids in the path, or `null`. A route's path is `/v1/things/:id`. */
export function findRoute<R extends Route>(
  routes: readonly R[],
  method: string,
  path: string,
): { route: R; ids: string[] } | null {
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
