import type { PortalLinksResponse } from '#server/contract/links.ts'
import type { PageFault } from '../requests/faults.ts'

/**
 * What the page can show. One view each, in the area that it belongs to.
 *
 * Hooks for scripts and tests (the element's shadow root is open; classes are for looks and may change):
 *
 *   [data-state="<name>"]        the one section of the state shown now; <name> as below
 *   [data-heading]               its heading, which takes the focus
 *   [data-live]                  the polite live region, always there
 *   [data-summary]               what went wrong with a form or a press; takes the focus; with [data-code="<code>"] the
 *                                fault, with [data-for="<field>"] the link to a field
 *   [data-request-id]            the request's id beside an error
 *   [data-field="email|code"]    an input
 *   [data-error="email|code"]    the words under it
 *   [data-action="send-mail"]    sign-in, link-expired, signed-out, session-ended, email-unproven
 *   [data-action="send-code|resend|other-address"]   mail-sent ([data-wait] on `resend`: the seconds left)
 *   [data-action="open-mailbox"]  mail-sent, where the address is kept by a known webmail
 *   [data-action="continue"]     confirm
 *   [data-action="retry"]        error ([data-wait] while it must wait)
 *   [data-action="try-another"]  nothing-found
 *   [data-action="sign-out"]     links, nothing-found, error
 *   [data-link="cus_..."]        one card of `links`, holding [data-row="sub_..."][data-status="<Stripe's>"]
 *   [data-action="open-portal|update-card|change-plan|cancel|invoices"]   in a card, with [data-subscription] where one
 *                                is meant; [data-main] on the one that stands out
 *   [data-action="copy"]         in a card: copies the customer number
 *   [data-email]                 the address shown
 *   [data-owner]                 not-set-up, error: words for the owner of the page
 *   [data-missing]               not-set-up: the names of what is not set
 *   [data-pending]               on a button whose press is being answered
 *
 * `manage-billing:state` bubbles from the element with `detail.state`, the name alone.
 */
export type State =
  | { name: 'not-set-up' }
  | { name: 'sign-in'; email: string }
  | { name: 'mail-sent'; email: string; resendAt: number; word: 'lead' | 'already' }
  | { name: 'confirm'; tokenHash: string }
  | { name: 'loading' }
  | { name: 'links'; answer: PortalLinksResponse; receivedAt: number }
  | { name: 'nothing-found'; email: string }
  | { name: 'link-expired'; email: string }
  | { name: 'signed-out' }
  | { name: 'session-ended'; email: string }
  | { name: 'email-unproven'; email: string }
  | { name: 'error'; fault: PageFault; failedAt: number; again: State }

/** The state of a given name. */
export type StateOf<Name extends State['name']> = Extract<State, { name: Name }>
