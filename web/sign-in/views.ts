import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import type { Page, Views } from '../state.ts'
import { fill } from '../words/fill.ts'
import { confirmView } from './confirm.ts'
import { mailForm } from './mail-form.ts'
import { mailSentView } from './mail-sent.ts'
import type { SignInState } from './states.ts'

/** From the address to its proof, and every way back to the start. */
export const signInViews: Views<SignInState> = {
  'sign-in': { view: formUnder('signIn'), session: 'ends' },
  'mail-sent': { view: mailSentView, session: 'keeps' },
  confirm: { view: confirmView, session: 'keeps' },
  'link-expired': { view: formUnder('linkExpired'), session: 'keeps' },
  // No address: the next person at this screen has no need to learn it.
  'signed-out': { view: formUnder('signedOut'), session: 'ends' },
  'session-ended': { view: formUnder('sessionEnded'), session: 'ends' },
  'email-unproven': { view: formUnder('emailUnproven'), session: 'ends' },
}

/** The form for the address under a heading and a sentence of its own. */
function formUnder(
  group: 'signIn' | 'linkExpired' | 'signedOut' | 'sessionEnded' | 'emailUnproven',
): (page: Page, state: SignInState) => View {
  return (page, state) => {
    const email = ('email' in state && state.email) || ''
    const { text, brand } = page
    const { heading, lead, submit = text.mailForm.submit }: Introduction = text[group]
    return {
      heading,
      parts: [
        h('p', { class: 'lead' }, fill(lead, { brand: brand.name })),
        mailForm(page, { email, submit, isEdited: 'isEdited' in state && state.isEdited === true }),
      ],
    }
  }
}

type Introduction = { heading: string; lead: string; submit?: string }
