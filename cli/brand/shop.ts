import type { BrandLink } from '../../web/brand.ts'
import type { StripeAccount } from '../services/stripe-account.ts'
import type { Business, Picture } from '../services/stripe-business.ts'
import { ServiceError } from '../services/service-error.ts'

/** What a brand is made of, as far as anybody said; `null` for the rest. */
export type Shop = {
  name: string | null
  support: BrandLink | null
  color: string | null
  icon: Picture | null
}

/** What Stripe knows of the shop; nothing if its key may not read that. @param account of the setup key */
export async function findShop(account: StripeAccount | null): Promise<Shop> {
  try {
    const business = (await account?.readBusiness()) ?? null
    const icon = business?.iconFile
      ? ((await account?.readPicture(business.iconFile)) ?? null)
      : null
    return { ...shopOf(business), icon }
  } catch (error) {
    if (error instanceof ServiceError) return shopOf(null)
    throw error
  }
}

function shopOf(business: Business | null): Shop {
  return {
    name: business?.name?.replaceAll(/\s+/g, ' ').trim() || null,
    support: supportOf(business?.supportEmail ?? null) ?? supportOf(business?.supportUrl ?? null),
    color: business?.color ?? null,
    icon: null,
  }
}

/** A link to an email address or a page; `null` if the words are neither. */
export function supportOf(words: string | null): BrandLink | null {
  const text = words?.trim() ?? ''
  if (/^[^\s@"'<>\\]+@[^\s@"'<>\\]+$/.test(text)) return { label: text, href: `mailto:${text}` }
  const url = URL.parse(text)
  return url?.protocol === 'https:' ? { label: url.host, href: url.href } : null
}
