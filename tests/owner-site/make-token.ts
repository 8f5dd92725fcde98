import type { SupabaseStandIn } from '#local/supabase/index.ts'

type Limits = { limit?: number; live?: boolean }
export type Made = { id: string; token: string }

/** A token that somebody makes who has just proven this address. */
export async function makeToken(
  supabase: SupabaseStandIn,
  address: string,
  { limit, live = true }: Limits = {},
): Promise<Made> {
  const order = { name: 'agent', live, ...(limit !== undefined && { spend_limit: limit }) }
  return callOwn(supabase, address, 'add_token', order)
}

export async function endToken(
  supabase: SupabaseStandIn,
  address: string,
  { id }: Made,
  live = true,
): Promise<void> {
  await callOwn(supabase, address, 'end_token', { id, live })
}

async function callOwn(
  supabase: SupabaseStandIn,
  address: string,
  name: string,
  order: object,
): Promise<Made> {
  const { accessToken } = await supabase.signIn(address)
  const answer = await fetch(`${supabase.url}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: {
      apikey: supabase.publishableKey,
      Authorization: `Bearer ${accessToken}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(order),
  })
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  return (await answer.json()) as Made
}
