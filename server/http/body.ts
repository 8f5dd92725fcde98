import { GatewayError } from '../errors.ts'

/** A JSON body, with 200 unless told otherwise. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status })
}

/** A text of some kind, in UTF-8. */
export function text(body: string, type: string): Response {
  return new Response(body, { headers: { 'Content-Type': `${type}; charset=utf-8` } })
}

/**
 * The same answer for everyone, which Netlify keeps for a minute, and ten more while it asks again; browsers ask each
 * time. Only the parts of the query that the door heeds make another, and of the browser's language
 * whether it is one of `languages`.
 * https://docs.netlify.com/build/caching/caching-overview/
 */
export function publicly(
  response: Response,
  heeded: string[],
  languages: readonly string[] = [],
): Response {
  response.headers.set('Cache-Control', 'public, max-age=0, must-revalidate')
  response.headers.set(
    'Netlify-CDN-Cache-Control',
    'public, durable, max-age=60, stale-while-revalidate=600',
  )
  response.headers.set(
    'Netlify-Vary',
    `query=${heeded.join('|')}${languages.length > 0 ? `,language=${languages.join('|')}` : ''}`,
  )
  return response
}

/**
 * The body as text, byte for byte (a byte-order mark is kept, for the signature's sake).
 * @throws `body_too_large` beyond `maxBytes`, `body_invalid` if the body breaks off
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new GatewayError('body_too_large', `the body is larger than ${maxBytes} bytes`)
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge
      text += decoder.decode(chunk, { stream: true })
    }
  } catch (cause) {
    if (cause === tooLarge) throw cause
    throw new GatewayError('body_invalid', 'the body broke off', { cause })
  }
  return text + decoder.decode()
}
