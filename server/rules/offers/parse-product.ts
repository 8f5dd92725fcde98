import type { Metadata, OurKeys } from './our-keys.ts'
import { parseOurKeys } from './our-keys.ts'
import { toStorable } from './to-storable.ts'

/** The parts of Stripe's product that an offer is made of. */
export type ProductLike = {
  id: string
  livemode: boolean
  active: boolean
  name: string
  description: string | null
  images: string[]
  marketing_features: { name?: string }[]
  metadata: Metadata
}

/** What the table is told of one product. */
export type ProductRead = OurKeys & {
  stripeProductId: string
  livemode: boolean
  active: boolean
  deleted: false
  name: string
  description: string | null
  /** `https` only: the page shows it. */
  image: string | null
  /** `https` only, in the owner's order. */
  images: string[]
  features: string[]
}

/** A product as Stripe just described it, without the metadata that is not ours. */
export function parseProduct(product: ProductLike): ProductRead {
  const { id, livemode, active, name, description, marketing_features } = product
  const images = product.images.map(toStorable).filter((url) => url.startsWith('https://'))
  return {
    stripeProductId: id,
    livemode,
    active,
    deleted: false,
    name: toStorable(name),
    description: description && toStorable(description),
    image: images[0] ?? null,
    images,
    features: marketing_features.flatMap((feature) => toStorable(feature.name ?? '') || []),
    ...parseOurKeys(product.metadata),
  }
}
