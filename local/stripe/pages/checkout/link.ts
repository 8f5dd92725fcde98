import type { Account } from '../../account.ts'
import { findPaymentLink, followLink } from '../../objects/selling/payment-links.ts'
import type { Page } from '../page.ts'
import { errorPage } from '../page.ts'

/** The address of a Payment Link: each visit opens a session of its own. */
export function answerLink(
  accounts: readonly Account[],
  { id, query }: { id: string; query: string },
): Page {
  const link = `plink_${id}`
  const account = accounts.find((candidate) => findPaymentLink(candidate, link))
  if (!account) return errorPage(404, "This page doesn't exist.")
  const params = new URLSearchParams(query)
  const session = followLink(account, link, {
    reference: params.get('client_reference_id') ?? undefined,
    email: params.get('prefilled_email') ?? params.get('locked_prefilled_email') ?? undefined,
  })
  return { location: session.object.url ?? '' }
}
