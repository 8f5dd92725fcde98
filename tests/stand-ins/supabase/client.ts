import type { SupabaseStandIn } from '#local/supabase/index.ts'

export const goodPassword = 'a password of more than 32 letters'

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> }

/** One raw call of Supabase Auth with the publishable key, for what supabase-js never sends. Follows no redirect. */
export async function callAuth(
  supabase: SupabaseStandIn,
  order: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const [method, path] = order.split(' ') as [string, string]
  const sent = new Headers(headers)
  sent.set('apikey', supabase.publishableKey)
  if (!sent.has('X-Supabase-Api-Version')) sent.set('X-Supabase-Api-Version', '2024-01-01')
  const response = await fetch(`${supabase.url}/auth/v1${path}`, {
    method,
    headers: sent,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  }
}

/** Opens Supabase's own link in the newest email to an address, as a browser or a scanner does. */
export async function followLink(supabase: SupabaseStandIn, email: string): Promise<Answer> {
  const { confirmationUrl } = supabase.inbox.newestTo(email)!
  return await callAuth(supabase, `GET ${confirmationUrl.split('/auth/v1')[1]}`)
}

/** What is behind the `#` of a redirect. */
export function fragmentOf(answer: Answer): Record<string, string> {
  const { hash } = new URL(answer.headers.get('location') ?? '')
  return Object.fromEntries(new URLSearchParams(hash.slice(1)))
}
