import type { OffersResponse } from '../../contract/offers.ts'
import type { Offers } from '../../gateways/supabase/offers.ts'
import { tellInMarkdown } from '../../rules/offers/tell-in-markdown.ts'

/** What is for sale, and the same in Markdown. */
export type ToldOffers = OffersResponse & { markdown(): string }

/**
 * What is for sale in the mode of our key, as the database has it: Stripe isn't asked.
 * @throws `database_unavailable`, `config_missing`
 */
export async function listOffers({ offers }: { offers: Offers }): Promise<ToldOffers> {
  const told = await offers.listOffers()
  return { ...told, markdown: () => tellInMarkdown(told) }
}
