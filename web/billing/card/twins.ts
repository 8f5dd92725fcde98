import type { PortalLink } from '#server/contract/links.ts'

/** The billing accounts that look like another one: their cards say the exact moment at which they began. */
export function findTwins(links: readonly PortalLink[]): ReadonlySet<PortalLink> {
  const looks = links.map(({ name, subscriptions, createdAt }) =>
    JSON.stringify([
      name,
      createdAt.slice(0, 7),
      subscriptions?.map(({ product, amountMinor, interval }) => [product, amountMinor, interval]),
    ]),
  )
  const isTwin = (look: string) => looks.indexOf(look) !== looks.lastIndexOf(look)
  return new Set(links.filter((_, place) => isTwin(looks[place] ?? '')))
}
