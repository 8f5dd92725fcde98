/**
 * Lets the owner's pages read the answer.
 * https://fetch.spec.whatwg.org/#http-cors-protocol
 * @param methods what a page may use, besides asking whether it may
 * @param origins whose pages may call
 */
export function allowOrigin(
  { request, response, methods }: { request: Request; response: Response; methods: string[] },
  origins: readonly string[],
): void {
  response.headers.append('Vary', 'Origin')
  const origin = request.headers.get('origin')
  if (origin === null || !origins.includes(origin)) return
  response.headers.set('Access-Control-Allow-Origin', origin)
  response.headers.set('Access-Control-Expose-Headers', 'Retry-After')
  if (request.method === 'OPTIONS') {
    // A page of another origin asks by OPTIONS whether it may, before it spends anybody's email.
    response.headers.set('Access-Control-Allow-Methods', [...methods, 'OPTIONS'].join(', '))
    response.headers.set('Access-Control-Allow-Headers', 'Authorization, Content-Type')
    response.headers.set('Access-Control-Max-Age', '600')
  }
}

/** Lets every page read the answer, which is the same for all of them. A plain GET asks no leave before. */
export function allowAnyone(response: Response): void {
  response.headers.set('Access-Control-Allow-Origin', '*')
}
