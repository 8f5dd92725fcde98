export type Answer = { status: number; headers: Headers; body: Json }
/** Whatever came; a test says what it expects by how it reads it. */
type Json = { [name: string]: Json } & { readonly [index: number]: Json } & Json[]

/** One call with this token. */
export async function ask(
  { url, token }: { url: string; token: string },
  order: string,
  body?: unknown,
): Promise<Answer> {
  const [method, path] = order.split(' ') as [string, string]
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? null : JSON.parse(text)) as Json,
  }
}
