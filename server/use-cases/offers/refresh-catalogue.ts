import { GatewayError } from '../../errors.ts'
import type { CatalogueList, CatalogueRead } from '../../rules/offers/catalogue.ts'
import { catalogueLists } from '../../rules/offers/catalogue.ts'
import type { CatalogueWorld } from './read-each.ts'
import { isHeld, readEach } from './read-each.ts'

/** Two hundred of each list: a larger catalogue waits for the daily pass with the rest. */
const mostPages = 2

/**
 * Lists the newest products and prices, and reads by itself what the event rang for and no list showed. So whatever
 * rings also brings what an earlier ring, now lost, was about: the replay doesn't ask for the catalogue's events.
 * @returns none if the key may not see products or prices: then there is no catalogue, which is no reason for Stripe to
 * deliver again
 */
export async function refreshCatalogue(
  world: CatalogueWorld,
  ids: readonly string[],
  ticket: number | null,
): Promise<ReadonlySet<string>> {
  const since = ticket ?? (await world.records.takeReadTicket())
  try {
    const lists = await Promise.all(catalogueLists.map((list) => listNewest(world, list)))
    const reads = lists.flat()
    const held = await world.catalogueRecords.recordCatalogue(reads, since)
    const done = reads.filter((read) => isHeld(held, read, since)).map(({ id }) => id)
    await readEach(world, new Set(ids).difference(new Set(done)), since)
    return new Set(ids)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'permission_missing') return new Set()
    throw error
  }
}

async function listNewest(
  { catalogue }: CatalogueWorld,
  list: CatalogueList,
): Promise<CatalogueRead[]> {
  const newest: CatalogueRead[] = []
  let after: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { reads, last }: { reads: CatalogueRead[]; last: string | null } =
      await catalogue.listPage(list, after)
    newest.push(...reads)
    if (last === null) break
    after = last
  }
  return newest
}
