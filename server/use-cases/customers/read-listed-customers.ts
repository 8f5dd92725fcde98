import { toRead } from '../../rules/customer.ts'
import type { CustomerId } from '../../rules/proved.ts'
import type { ListingWorld, Subject, Wanted } from '../subject.ts'
import { isSettled } from './is-settled.ts'

const pageSize = 100

/**
 * Reads customers through Stripe's lists, newest first: each list begins at the newest that is still wanted, and skips
 * whatever lies between it and the next. When they were created only says where to look; what is recorded is Stripe's
 * answer.
 */
export const readListedCustomers: Subject<CustomerId>['refreshListed'] = async (
  world,
  wanted,
  onPage,
) => {
  const newestFirst = wanted.toSorted((one, other) => other.createdAt - one.createdAt)
  const share = Math.max(pageSize, Math.ceil(newestFirst.length / world.width))
  const stretches: Wanted<CustomerId>[][] = []
  for (let at = 0; at < newestFirst.length; at += share)
    stretches.push(newestFirst.slice(at, at + share))
  await Promise.all(stretches.map((stretch) => readStretch(world, stretch, onPage)))
}

async function readStretch(
  world: ListingWorld,
  stretch: Wanted<CustomerId>[],
  onPage: (done: CustomerId[], ticket: number) => Promise<void>,
): Promise<void> {
  const from = stretch.at(-1)?.createdAt ?? 0
  let open = stretch
  let after: string | null = null
  for (let next = open[0]; next !== undefined; next = open[0]) {
    const ticket = await world.records.takeReadTicket()
    const page = await world.customers.listWindow({ from, until: next.createdAt, after })
    // Nobody is left there, or the cursor's customer was deleted: the rest is somebody else's to read.
    if (page === null || page.ends === null) return
    const ids = new Set(open.map(({ id }) => id))
    const met = page.customers.filter(({ id }) => ids.has(id))
    const outcomes = await world.records.record(met.map(toRead), ticket)
    const done = met.map(({ id }) => id).filter((id) => isSettled(outcomes.get(id), ticket))
    await onPage(done, ticket)
    if (!page.hasMore) return
    const { last } = page.ends
    const metIds = new Set(met.map(({ id }) => id))
    open = open.filter(({ id, createdAt }) => !metIds.has(id) && createdAt <= last.created)
    // The rest of a crowded second is behind the page's last.
    after = open[0]?.createdAt === last.created ? last.id : null
  }
}
