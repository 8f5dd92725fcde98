import { PostgrestClient } from '@supabase/postgrest-js'
import type { SupabaseStandIn } from '#local/supabase/index.ts'

export const goodPassword = 'a password of more than 32 letters'

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> }

/** One call of Supabase Auth as a browser makes it: with the publishable key, following no redirect. */
export async function callAuth(
  supabase: SupabaseStandIn,
  order: string,
  {
    body,
    token,
    headers,
  }: { body?: unknown; token?: string; headers?: RequestInit['headers'] } = {},
): Promise<Answer> {
  const [method, path] = order.split(' ') as [string, string]
  const sent = new Headers(headers)
  sent.set('apikey', supabase.publishableKey)
  sent.set('X-Supabase-Api-Version', '2024-01-01')
  if (token !== undefined) sent.set('Authorization', `Bearer ${token}`)
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

export async function askForLink(supabase: SupabaseStandIn, email: string): Promise<Answer> {
  return await callAuth(supabase, 'POST /otp', { body: { email, create_user: true } })
}

export async function redeem(supabase: SupabaseStandIn, tokenHash: string): Promise<Answer> {
  return await callAuth(supabase, 'POST /verify', {
    body: { type: 'email', token_hash: tokenHash },
  })
}

/** What stands behind the `#` of a redirect. */
export function fragmentOf(answer: Answer): Record<string, string> {
  const { hash } = new URL(answer.headers.get('location') ?? '')
  return Object.fromEntries(new URLSearchParams(hash.slice(1)))
}

export function claimsIn(accessToken: unknown): Record<string, unknown> {
  const [, payload] = String(accessToken).split('.')
  return JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Record<string, unknown>
}

/** The Data API as a person with this token sees it, or as the server key does. */
export function dataApi(supabase: SupabaseStandIn, token?: string): PostgrestClient {
  const headers: Record<string, string> =
    token === undefined
      ? { apikey: supabase.secretKey }
      : { apikey: supabase.publishableKey, Authorization: `Bearer ${token}` }
  return new PostgrestClient(`${supabase.url}/rest/v1`, { headers })
}

export async function recordCustomer(supabase: SupabaseStandIn, id: string, email: string) {
  const read = { stripe_customer_id: id, email, livemode: false, deleted: false }
  const { data: ticket } = await dataApi(supabase).rpc('take_read_ticket')
  return await dataApi(supabase).rpc('record_customers', { reads: [read], ticket })
}

export async function idsSeen(supabase: SupabaseStandIn, token: unknown): Promise<unknown[]> {
  const { data } = await dataApi(supabase, String(token))
    .from('stripe_customers')
    .select('stripe_customer_id')
    .throwOnError()
  return data.map((row) => row['stripe_customer_id'] as unknown)
}
