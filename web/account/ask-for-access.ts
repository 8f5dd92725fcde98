import type { AuthSettings } from '../requests/ask-auth.ts'
import { PageFault } from '../requests/faults.ts'
import { send } from '../requests/send.ts'

/** Who asks the project's Data API, of which mode of Stripe, and until when the answer is wanted. */
export type AskingProject = AuthSettings & {
  accessToken: string
  livemode: boolean
  signal: AbortSignal
}

/** What opens now: its name as the site asks for it, and what the shop calls it, if that is known. */
export type Access = { name: string; title: string | null }

/**
 * Asks, with the visitor's own token, what they have at this moment: `null` if this project can't say at all, because it
 * has no such function yet.
 * @throws `auth_unavailable` where the answer is none, `offline`, `timeout`
 */
export async function askForAccess(asking: AskingProject): Promise<Access[] | null> {
  const { livemode } = asking
  const url = `${asking.supabaseUrl}/rest/v1/rpc/my_account`
  const { signal } = asking
  const { body } = await send({ url, headers: headersOf(asking), body: { live: livemode }, signal })
  if (body?.['code'] === 'PGRST202') return null
  const names = body?.['outcome'] === 'found' ? body['access'] : null
  if (!Array.isArray(names))
    throw new PageFault('auth_unavailable', 'The project did not say what is had')
  const titles = await findTitles(asking, names.filter(isProductId))
  return names.map((name) => {
    const text = String(name)
    return { name: text, title: titles.get(text) ?? null }
  })
}

/** A product without `access` of its own opens its id. */
export function isProductId(name: unknown): name is string {
  return typeof name === 'string' && /^prod_\w+$/.test(name)
}

/** The names of those products that are on offer, which anyone may read; none of the others. */
async function findTitles(asking: AskingProject, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const query = new URLSearchParams({
    select: 'stripe_product_id,name',
    livemode: `is.${String(asking.livemode)}`,
    stripe_product_id: `in.(${ids.join(',')})`,
  })
  const url = `${asking.supabaseUrl}/rest/v1/stripe_products?${String(query)}`
  const { signal } = asking
  const { status, body } = await send({ url, headers: headersOf(asking), signal })
  if (status !== 200)
    throw new PageFault('auth_unavailable', 'The project did not name its products')
  return new Map(Object.values(body ?? {}).map((row) => titleOf(row as Record<string, unknown>)))
}

function titleOf({ stripe_product_id, name }: Record<string, unknown>): [string, string] {
  return [String(stripe_product_id), String(name)]
}

function headersOf({ publishableKey, accessToken }: AskingProject): Record<string, string> {
  return { apikey: publishableKey, Authorization: `Bearer ${accessToken}` }
}
