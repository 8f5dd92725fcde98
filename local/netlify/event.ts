/** A request as Netlify's edge hands it to Amazon. */
export type FunctionEvent = {
  rawUrl: string
  httpMethod: string
  headers: Record<string, string>
  body: string
  isBase64Encoded: boolean
  route: string
  flags: Record<string, never>
}

/** The id that the edge gave every request of {@link event}. */
export const requestId = '01TESTREQUEST'

type Request = {
  method?: string
  headers?: Record<string, string>
  body?: string
  base64?: boolean
}

/** An event for a door, with the headers that Netlify's edge always adds. */
export function event(
  path: string,
  { method = 'POST', headers = {}, body = '', base64 = false }: Request = {},
): FunctionEvent {
  return {
    rawUrl: `http://127.0.0.1:8888${path}`,
    httpMethod: method,
    headers: {
      host: '127.0.0.1:8888',
      'x-nf-client-connection-ip': '127.0.0.1',
      'x-nf-request-id': requestId,
      ...headers,
    },
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
    route: path,
    flags: {},
  }
}
