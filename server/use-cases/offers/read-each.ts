import { GatewayError } from '../../errors.ts'
import type { StripeCatalogue } from '../../gateways/stripe/catalogue.ts'
import type { CatalogueRecords } from '../../gateways/supabase/catalogue-records.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { CatalogueRead } from '../../rules/offers/catalogue.ts'
import { candidatesOf, keyOf, toTombstone } from '../../rules/offers/catalogue.ts'

/** What reading products and prices and recording them takes. */
export type CatalogueWorld = {
  catalogue: StripeCatalogue
  catalogueRecords: CatalogueRecords
  records: Pick<CustomerRecords, 'takeReadTicket'>
}

const mostReads = 5

/**
 * Reads each of these products and prices and records it, until its row holds a read that began after `since`. What
 * Stripe no longer knows becomes a tombstone.
 *
 * @param since a ticket that was drawn after whatever they are read for
 * @throws `database_unavailable` if a read was overtaken five times; whatever Stripe and the database throw
 */
export async function readEach(
  world: CatalogueWorld,
  ids: Iterable<string>,
  since: number,
): Promise<void> {
  let open = [...new Set(ids)]
  for (let times = 0; open.length > 0; times += 1) {
    if (times === mostReads)
      throw new GatewayError(
        'database_unavailable',
        `others were writing a product or a price each of the ${mostReads} times it was read`,
      )
    const ticket = await world.records.takeReadTicket()
    const reads = await Promise.all(open.map((id) => readOne(world, id)))
    const held = await world.catalogueRecords.recordCatalogue(reads.flat(), ticket)
    open = open.filter((_, at) => !reads[at]?.every((read) => isHeld(held, read, since)))
  }
}

/** Whether the row holds this read, or one that is as new. */
export function isHeld(
  held: ReadonlyMap<string, number>,
  read: CatalogueRead,
  since: number,
): boolean {
  return (held.get(keyOf(read)) ?? -1) >= since
}

/** An id that an owner chose may be a product's, a price's or both. */
async function readOne({ catalogue }: CatalogueWorld, id: string): Promise<CatalogueRead[]> {
  const candidates = candidatesOf(id)
  const answers = await Promise.all(candidates.map((candidate) => catalogue.find(candidate)))
  const found = answers.filter((read) => read !== null)
  return found.length > 0 ? found : candidates.map(toTombstone)
}
