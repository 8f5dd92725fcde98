import type { BillingState } from './billing/states.ts'
import type { PageOf, ViewsOf } from './element/page.ts'
import type { ErrorState, NotSetUpState } from './errors/states.ts'
import type { PurchaseState } from './purchase/states.ts'
import type { SignInState } from './sign-in/states.ts'

/**
 * What the page can show: the states of every area. Each area is a folder with its `states.ts` and `views.ts`; a new one
 * gets a line here and one in `manage-billing.ts`.
 *
 * Hooks for scripts and tests (the element's shadow root is open; classes are for looks and may change):
 *
 *   [data-state="<name>"]        the section of the state that is shown; <name> as in the areas' `states.ts`
 *   [data-heading]               its heading, which takes the focus
 *   [data-live]                  the polite live region, always there
 *   [data-summary]               what went wrong with a form or a press; takes the focus; with [data-code="<code>"] the
 *                                fault, with [data-for="<field>"] the link to a field
 *   [data-request-id]            the request's id beside an error
 *   [data-field="email|code"]    an input
 *   [data-error="email|code"]    the words under it
 *   [data-action="take-suggestion"]   beside the address, in [data-suggestion], if its domain looks mistyped
 *   [data-action="send-mail"]    sign-in, link-expired, signed-out, session-ended, email-unproven
 *   [data-action="send-code|resend|other-address"]   mail-sent ([data-wait] on `resend`: the seconds left)
 *   [data-resent]                mail-sent: another email was sent
 *   [data-support]               the way to the owner
 *   [data-action="open-mailbox"]  mail-sent, if the address belongs to a known webmail service
 *   [data-action="continue"]     confirm
 *   [data-action="retry"]        error, purchase ([data-wait] while it has to wait)
 *   [data-action="try-another"]  nothing-found
 *   [data-action="sign-out"]     links, nothing-found, error
 *   [data-link="cus_..."]        one card of `links`, holding [data-row="sub_..."][data-status="<Stripe's>"]
 *   [data-action="open-portal|update-card|change-plan|cancel|keep"]   in a card, with [data-subscription] if it
 *                                is about one; [data-main] on the one that stands out; "pay" is a link
 *   [data-done="cancel|plan|card"]   links: what was done at Stripe; takes the focus
 *   [data-method], [data-own-method], [data-last-paid], [data-next-payment]   lines of a row
 *   [data-missing-action="<intent>"]   in a card that doesn't offer what the visitor came for
 *   [data-caution]               in a card on which something can be paid: it may be somebody else's
 *   [data-action="show-more"]    links, if there are others; [data-action="show-overdue"] leads to the card of a payment
 *   [data-action="invoices"]     opens the card's invoices, [data-action="orders"] what was bought as a guest (links,
 *                                nothing-found); [data-action="older"] in either
 *   [data-field="find"]          links, above ten cards
 *   [data-action="copy"]         in a card: copies the customer ID
 *   [data-email]                 the address that is shown
 *   [data-order="paid|processing|open|expired"]   purchase: what became of the order; [data-items] is what was ordered
 *   [data-action="check-again"]   purchase: asks again; [data-action="manage"] leads to the billing accounts, or to signing in
 *   [data-access]                what can be used now (links, nothing-found); [data-action="ask-access"] if that is unknown
 *   [data-credits], [data-tokens]   the other sections of what somebody has, where the page speaks of credits
 *   [data-action="show-tokens"]  opens the tokens: [data-token="<id>"] with [data-action="replace|end"], which ask once
 *                                more in [data-question], where [data-action="replace-now|end-now|keep-token"] answer
 *   [data-make]                  holds the form of a new token: [data-field="token-name|token-limit|token-last-day"],
 *                                [data-action="make-token"]
 *   [data-made]                  a token that is shown, once: [data-token-text], which takes the focus,
 *                                [data-action="copy|put-away"]
 *   [data-owner]                 not-set-up, error: words for the owner of the page
 *   [data-missing]               not-set-up: the names of what isn't set
 *   [data-pending]               on a button whose press is being answered
 *
 * `manage-billing:state` bubbles from the element with `detail.state`, the state's name and nothing else.
 */
export type State = SignInState | BillingState | PurchaseState | NotSetUpState | ErrorState<State>

/** The state of a given name. */
export type StateOf<Name extends State['name']> = Extract<State, { name: Name }>

/** What every view may use. */
export type Page = PageOf<State>

/** The views of an area's states: one that is left out doesn't compile. */
export type Views<Own extends State = State> = ViewsOf<State, Own>
