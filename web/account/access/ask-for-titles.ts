import { PageFault } from '../../requests/faults.ts'
import { send } from '../../requests/send.ts'
import { headersOf } from '../ask-for-account.ts'
import type { AskingProject } from '../ask-for-account.ts'

/** What opens now: its name as the site asks for it, and what the shop calls it, if that is known. */
export type Access = { name: string; title: string | null }

/**
 * Finds what the shop calls those names that are products on offer, which anyone may read.
 * @throws `auth_unavailable` where the answer is none, `offline`, `timeout`
 */
export async function askForTitles(asking: AskingProject, names: string[]): Promise<Access[]> {
  const titles = await findTitles(asking, names.filter(isProductId))
  return names.map((name) => ({ name, title: titles.get(name) ?? null }))
}

/** A product without `access` of its own opens its id. */
export function isProductId(name: string): boolean {
  return /^prod_\w+$/.test(name)
}

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
