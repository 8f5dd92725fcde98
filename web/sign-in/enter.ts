import { proveAddress } from '../requests/ask-auth.ts'
import type { Proof } from '../requests/ask-auth.ts'
import type { Page } from '../state.ts'

/**
 * Proves the address, unless a token says that this was done, and opens what is under it.
 * @throws as `proveAddress`
 */
export async function enter(page: Page, proof: Proof | { accessToken: string }): Promise<void> {
  const { settings, session, memories, signal } = page
  session.keep(
    'accessToken' in proof ? proof.accessToken : await proveAddress(settings, { proof, signal }),
  )
  memories.waiting.drop()
  memories.intent.drop()
  page.go({ name: 'loading' })
}
