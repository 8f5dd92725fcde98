import type { OffersResponse } from '../../contract/offers.ts'
import type { Offers } from '../../gateways/supabase/offers.ts'
import { parseQuestion } from '../../rules/offers/parse-question.ts'
import { tellInMarkdown } from '../../rules/offers/tell-in-markdown.ts'

/** What is for sale, and the same in Markdown. */
export type ToldOffers = OffersResponse & { markdown(): string }

/**
 * What is shown of our mode, as the database has it: Stripe isn't asked.
 * @param query of the address; `null`: all of it
 * @throws `database_unavailable`, `config_missing`
 */
export async function listOffers(
  { offers }: { offers: Offers },
  query: URLSearchParams | null,
): Promise<ToldOffers> {
  const told = await offers.listOffers(query === null ? { kind: 'all' } : parseQuestion(query))
  return { ...told, markdown: () => tellInMarkdown(told) }
}
