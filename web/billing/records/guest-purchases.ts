import type { Child } from '../../element/render.ts'
import type { Page } from '../../state.ts'
import { recordsButton } from './records-button.ts'

/** What was bought as a guest, for whoever opens it: such purchases have no billing account. */
export function guestPurchases(page: Page): Child[] {
  const { button, below } = recordsButton(page, {
    words: page.text.records.orders,
    action: 'orders',
    id: 'guest-purchases',
    style: 'quiet',
    labelledBy: null,
    choose: ({ showOrders }) => showOrders(page),
  })
  return [button, ...below]
}
