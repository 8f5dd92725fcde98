import type { SubscriptionSummary } from '#server/contract/links.ts'
import { h } from '../../element/render.ts'
import type { Page } from '../../state.ts'
import { fill } from '../../words/fill.ts'
import { formatMoney } from '../../words/format.ts'
import type { ButtonProps } from './action-button.ts'
import { hooks } from './actions.ts'

/** The way to the page at Stripe where an open invoice is paid. */
export function payLink(
  page: Page,
  { openInvoice, id }: SubscriptionSummary,
  { buttonId, titleId, style, describedBy }: ButtonProps,
): HTMLAnchorElement | null {
  if (openInvoice === null) return null
  const { amountMinor, currency, url } = openInvoice
  const amount = formatMoney(page.locale, amountMinor, currency)
  return h(
    'a',
    {
      id: buttonId,
      href: url,
      rel: 'noreferrer',
      class: style === 'quiet' ? 'quiet' : `button ${style}`,
      // As the buttons beside it, for pages that style them.
      part: `button ${style}`,
      'data-action': hooks.pay,
      'data-main': style === 'main',
      'data-subscription': id,
      'aria-labelledby': `${buttonId} ${titleId}`,
      'aria-describedby': describedBy,
    },
    fill(page.text.actions.pay, { amount }),
  )
}
