import { h } from '../element/render.ts'
import { shownAddress } from './shown-address.ts'
import { endSession } from '../requests/ask-auth.ts'
import type { Page } from '../state.ts'
import { fillParts } from '../words/fill.ts'

/** Who is signed in, and the way out. */
export function signedInLine(page: Page, email: string): HTMLElement {
  const { links } = page.text
  return h(
    'p',
    { class: 'signed-in' },
    h('span', {}, ...fillParts<Node>(links.signedIn, { email: shownAddress(email) })),
    signOutButton(page),
  )
}

/** Signs out: forgets the token first, whatever Supabase answers. */
export function signOutButton(page: Page): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'sign-out' },
    page.text.links.signOut,
  )
  button.addEventListener('click', () => {
    leaveSession(page)
    page.go({ name: 'signed-out' })
  })
  return button
}

/** Drops the tab's token and tells Supabase. */
export function leaveSession({ session, settings, memories }: Page): void {
  memories.waiting.drop()
  memories.intent.drop()
  memories.bought.drop()
  const accessToken = session.find()
  session.drop()
  if (accessToken !== null) void endSession(settings, accessToken)
}
