import type { PortalLink } from '#server/contract/links.ts'
import { h } from '../../element/render.ts'
import { showDoorFault } from '../../parts/after-fault.ts'
import type { ErrorSummary } from '../../parts/error-summary.ts'
import { answerPress } from '../../parts/pending.ts'
import { PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import { hooks } from './actions.ts'
import type { Action } from './actions.ts'
import { askForPortal, isFresh } from '../ask-for-links.ts'
import { isPortalUrl } from '../ask-for-links.ts'
import { notePress } from '../done.ts'
import { portalOrder } from '../portal-order.ts'

/** How a button looks, and what screen readers hear of it: its words, and what they are about. */
export type ButtonProps = {
  buttonId: string
  titleId: string
  style: 'main' | 'minor' | 'quiet'
  describedBy: string | null
}

/** What a button needs to know about its card. */
type Props = ButtonProps & {
  action: Action
  link: PortalLink
  receivedAt: number
  summary: ErrorSummary
}

/** A button that opens the portal in this tab. Its link is fetched on the press, unless a fresh one is at hand. */
export function actionButton(page: Page, props: Props): HTMLButtonElement {
  const { action, summary, style, describedBy, buttonId, titleId } = props
  const button = h(
    'button',
    {
      id: buttonId,
      type: 'button',
      class: style,
      'data-action': hooks[action.kind],
      'data-main': style === 'main',
      'data-subscription': action.subscription?.id ?? null,
      'aria-labelledby': `${buttonId} ${titleId}`,
      'aria-describedby': describedBy,
    },
    page.text.actions[action.kind],
  )
  button.addEventListener('click', () => {
    summary.clear()
    void answerPress(page, {
      button,
      words: page.text.actions.opening,
      task: () => openPortal(page, props),
      onFault: (fault) => showDoorFault(page, fault, summary),
    })
  })
  return button
}

async function openPortal(page: Page, { action, link, receivedAt }: Props): Promise<void> {
  const { settings, session, signal } = page
  const isAtHand = action.flow === null && isFresh(link, Date.now() - receivedAt)
  const asking = { gateway: settings.gateway, accessToken: session.find() ?? '', signal }
  const fresh = isAtHand
    ? link.url
    : await askForPortal(asking, portalOrder(page, link.customer, action))
  const { portalDomain } = page.brand
  if (fresh === null || !isPortalUrl(fresh, { portalDomain, pageHost: location.hostname }))
    throw new PageFault('internal', 'The door sent no link that may be opened')
  if (signal.aborted) return
  notePress(link, action)
  location.assign(fresh)
  // The browser is on its way; the button keeps saying so until this page is gone or comes back.
  await new Promise((resolve) => setTimeout(resolve, 10_000))
}
