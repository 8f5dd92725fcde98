import type { PortalLink } from '#server/contract/links.ts'
import { h } from '../element/render.ts'
import { icon } from '../parts/icon.ts'
import type { Page } from '../state.ts'
import type { CardList } from './card-list.ts'
import { isOverdue } from './card/actions.ts'

/**
 * Leads to the first card with an overdue payment, unless it is at the top anyway. It stays in its place: a stranger can
 * put such a record under anyone's address.
 */
export function overdueNotice(
  page: Page,
  links: readonly PortalLink[],
  list: Pick<CardList, 'lead'>,
): HTMLElement | null {
  const [link] = links.filter(({ subscriptions }) => subscriptions?.some(isOverdue) === true)
  if (link === undefined || link === links[0]) return null
  const button = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'show-overdue' },
    page.text.links.overdueBelow,
  )
  button.addEventListener('click', () => list.lead(link.customer))
  return h('p', { class: 'notice leads', part: 'notice' }, icon('warning'), button)
}
