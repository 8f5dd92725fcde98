import type { PurchasedItem, PurchaseResponse } from '#server/contract/purchase.ts'
import type { PageOf } from '../element/page.ts'
import { h } from '../element/render.ts'
import { icon } from '../parts/icon.ts'
import type { IconName } from '../parts/icon.ts'
import { fill } from '../words/fill.ts'
import { formatCount, formatCredits } from '../words/format.ts'

/** Whether it opens something, or gives credits to spend. */
export function worksNow({ access, credits }: PurchasedItem): boolean {
  return access.length > 0 || (credits ?? 0) > 0
}

/** What was ordered, and beside each whether it works now. */
export function itemList(
  page: Pick<PageOf<never>, 'text' | 'locale'>,
  { status, items }: PurchaseResponse,
): HTMLElement {
  const rows = items.map((item) => {
    const { quantity, name, credits } = item
    const count = formatCount(page.locale, quantity)
    const words = quantity === 1 ? name : fill(page.text.links.times, { count, product: name })
    return h(
      'li',
      {},
      h('bdi', { class: 'strong' }, words),
      standing(page, status, item),
      // Of what isn't known, nothing is said.
      Boolean(credits) && h('span', { 'data-gives': true }, formatCredits(page, credits ?? 0)),
    )
  })
  return h('ul', { class: 'records', role: 'list', 'data-items': true }, ...rows)
}

/** An order that isn't paid opens nothing, which its heading says. */
function standing(
  { text: { purchase } }: Pick<PageOf<never>, 'text'>,
  status: PurchaseResponse['status'],
  item: PurchasedItem,
): HTMLElement | null {
  const chip = (style: string, drawing: IconName, words: string) =>
    h('span', { class: `status ${style}`, part: 'status' }, icon(drawing), words)
  if (status === 'processing') return chip('', 'clock', purchase.waits)
  if (status !== 'paid') return null
  return worksNow(item)
    ? chip('good', 'check', purchase.works)
    : chip('', 'ended', purchase.noAccess)
}
