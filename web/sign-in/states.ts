/** From the address to its proof, and every way back to the start. */
export type SignInState =
  /** `isEdited`: the address is there to be changed. */
  | { name: 'sign-in'; email: string; isEdited?: boolean }
  | { name: 'mail-sent'; email: string; resendAt: number; word: 'lead' | 'already' }
  /** A link from an email was opened; nothing is spent or replaced before the press. `email` if the link tells it. */
  | {
      name: 'confirm'
      proof: { tokenHash: string } | { accessToken: string }
      email: string | null
      /** What the form for another email begins with. */
      typed: string
    }
  /** The link was used, replaced or too old. */
  | { name: 'link-expired'; email: string }
  | { name: 'signed-out' }
  /** The proof of the address is too old. */
  | { name: 'session-ended'; email: string }
  /** The session was opened by something other than an email to the address. */
  | { name: 'email-unproven'; email: string }
