import type { Brand } from '../../../web/brand.ts'
import type { Offers } from '../../gateways/supabase/offers.ts'
import { isCatalogueId } from '../../rules/offers/catalogue.ts'
import type { Page } from '../../rules/product-page/frame.ts'
import { findSpeaker } from '../../rules/product-page/speaker.ts'
import { tellUnknown } from '../../rules/product-page/tell-failure.ts'
import { tellProduct } from '../../rules/product-page/tell-product.ts'

/** A product's page, or the one that says that there is none. */
export type ShownProduct = Page & { isKnown: boolean }

/**
 * The page of the product that the address names, as the database has it: Stripe isn't asked.
 * @throws `database_unavailable`, `config_missing`
 */
export async function showProduct(
  { offers, brand, frontendUrl }: { offers: Offers; brand: Brand; frontendUrl: string },
  request: Request,
): Promise<ShownProduct> {
  const speaker = await findSpeaker(request, brand)
  const product = findProduct(new URL(request.url).pathname)
  const told = product === null ? null : await offers.listOffers({ kind: 'product', product })
  const page = tellProduct({ brand, frontendUrl }, speaker, told?.offers ?? [])
  return { ...(page ?? tellUnknown(brand, speaker)), isKnown: page !== null }
}

function findProduct(path: string): string | null {
  try {
    const id = decodeURIComponent(path.replace(/\/$/, '').split('/').at(-1) ?? '')
    return isCatalogueId(id) ? id : null
  } catch {
    // Half of a character.
    return null
  }
}
