import { proveAddress } from '../requests/ask-auth.ts'
import type { Proof } from '../requests/ask-auth.ts'
import type { Page } from '../state.ts'

/**
 * Proves the address and opens what is under it.
 * @throws as `proveAddress`
 */
export async function enter(page: Page, proof: Proof): Promise<void> {
  const { settings, session, signal } = page
  session.keep(await proveAddress(settings, { proof, signal }))
  page.go({ name: 'loading' })
}
