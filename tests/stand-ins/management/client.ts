export type Answer = { status: number; headers: Headers; body: Json }
/** Whatever came; a test says by what it reads what it expects. */
export type Json = { [name: string]: Json } & { readonly [index: number]: Json } & Json[]

/** One call with the owner's token, or with another, or with none. */
export async function ask(
  { url, token }: { url: string; token: string },
  order: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [method, path] = order.split(' ') as [string, string]
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? null : JSON.parse(text)) as Json,
  }
}

/** What stands at the end of a path of names and places. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step],
    value,
  )
}
