import type { CatalogueId, CatalogueList } from '../../rules/offers/catalogue.ts'
import { catalogueLists } from '../../rules/offers/catalogue.ts'
import type { PassPlace } from '../../rules/sync/sync-state.ts'
import type { CatalogueWorld } from './read-each.ts'
import { isHeld, readEach } from './read-each.ts'

/** `before`: a row that was written then or later was met (Unix seconds). */
type Place = { after: string | null; before: number }
type Page = { count: number; last: string | null }
type Stage = (world: CatalogueWorld, place: Place) => Promise<Page>

/** The clocks of the database and of the functions may differ by this much. */
const skewSeconds = 600
const mostAtOnce = 20

const stages: [name: string, take: Stage][] = [
  ...catalogueLists.map((list): [string, Stage] => [
    list,
    (world, { after }) => takePage(world, list, after),
  ]),
  ['unmet products', (world, place) => takeUnmet(world, 'product', place)],
  ['unmet prices', (world, place) => takeUnmet(world, 'price', place)],
]

/**
 * Lists every product and every price, a page at a time, and then reads by itself each active row that was not met: what
 * was deleted without an event. Keeps its place after each page.
 */
export async function passCatalogue(
  world: CatalogueWorld & { now: () => number },
  place: PassPlace,
  save: (place: PassPlace, read: number) => Promise<void>,
): Promise<void> {
  const { passedAt } = place
  const beganAt = place.beganAt ?? Math.floor(world.now() / 1000)
  const first = Math.max(
    0,
    stages.findIndex(([name]) => name === place.stage),
  )
  let { after } = place
  for (const [at, [name, take]] of stages.entries()) {
    if (at < first) continue
    do {
      const { count, last } = await take(world, { after, before: beganAt - skewSeconds })
      after = last
      const stage = last === null ? (stages[at + 1]?.[0] ?? null) : name
      const isOver = stage === null
      await save(
        { stage, after, passedAt: isOver ? beganAt : passedAt, beganAt: isOver ? null : beganAt },
        count,
      )
    } while (after !== null)
  }
}

async function takePage(
  world: CatalogueWorld,
  list: CatalogueList,
  after: string | null,
): Promise<Page> {
  const ticket = await world.records.takeReadTicket()
  const { reads, last } = await world.catalogue.listPage(list, after)
  const held = await world.catalogueRecords.recordCatalogue(reads, ticket)
  const overtaken = reads.filter((read) => !isHeld(held, read, ticket))
  await readEach(
    world,
    overtaken.map(({ id }) => id),
    ticket,
  )
  return { count: reads.length, last }
}

async function takeUnmet(
  world: CatalogueWorld,
  kind: CatalogueId['kind'],
  { after, before }: Place,
): Promise<Page> {
  const ticket = await world.records.takeReadTicket()
  const question = { kind, before, after: after ?? '', limit: mostAtOnce }
  const ids = await world.catalogueRecords.listUnmet(question)
  await readEach(world, ids, ticket)
  return { count: ids.length, last: ids.length < mostAtOnce ? null : (ids.at(-1) ?? null) }
}
