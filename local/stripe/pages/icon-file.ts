/** A green pixel. */
export const iconBytes = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mPgzvP/DwACjgGfDKNrpAAAAABJRU5ErkJggg==',
  'base64',
)

/** What a file holds; only for a key. https://docs.stripe.com/file-upload#download-file-contents */
export function answerFile(request: Request): Response {
  const isAllowed = /^(Bearer|Basic) \S+/.test(request.headers.get('authorization') ?? '')
  return isAllowed
    ? new Response(iconBytes, { headers: { 'content-type': 'image/png' } })
    : new Response('Unauthorized', { status: 401 })
}
