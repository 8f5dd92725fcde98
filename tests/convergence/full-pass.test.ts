import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StripeCustomers } from '#server/gateways/stripe/customers.ts'
import type { CustomerRecords } from '#server/gateways/supabase/customer-records.ts'
import type { CustomerId } from '#server/rules/proved.ts'
import { beginningOfStripe } from '#server/rules/sync/pass-windows.ts'
import type { PassPage } from '#server/use-cases/sync/run-full-pass.ts'
import { runFullPass } from '#server/use-cases/sync/run-full-pass.ts'

type Listed = { id: CustomerId; created: number }
type ListWindow = StripeCustomers['listWindow']

const pageSize = 3
const neverAsked = () => Promise.reject(new Error('a full pass does not ask that'))

/** A Stripe of three customers a page, newest first, in which customers can die under a cursor. */
function listing(customers: Listed[], before: () => Promise<void>) {
  const dead = new Set<string>()
  const listWindow: ListWindow = async ({ from, until, after }) => {
    await before()
    if (after !== null && dead.has(after)) return null
    const sorted = customers
      .filter(({ created }) => created >= from && created <= (until ?? Infinity))
      .reverse()
    const behind = after === null ? sorted : sorted.slice(sorted.findIndex(isCalled(after)) + 1)
    const living = behind.filter(({ id }) => !dead.has(id))
    const page = living.slice(0, pageSize).map((each) => ({
      ...each,
      email: null,
      name: null,
      livemode: false,
      subscriptions: [],
      hasMoreSubscriptions: false,
    }))
    const [first, last] = [page[0], page.at(-1)]
    const ends = first === undefined || last === undefined ? null : { first, last }
    return { customers: page, count: page.length, ends, hasMore: living.length > pageSize }
  }
  return { dead, listWindow }
}

function isCalled(name: string): (listed: Listed) => boolean {
  return ({ id }) => id === name
}

/** Only the pass, with a table that just notes who was recorded. */
async function pass(
  listWindow: ListWindow,
  { until, width, met }: { until: number | null; width: number; met: Set<string> },
  onPage: (page: PassPage) => Promise<void>,
): Promise<void> {
  const records: CustomerRecords = {
    takeReadTicket: () => Promise.resolve(1),
    record(reads) {
      for (const read of reads) met.add(read.id)
      return Promise.resolve(new Map())
    },
    listUnmet: neverAsked,
    listRows: neverAsked,
    countCustomers: neverAsked,
  }
  const customers = { listWindow, findCustomer: neverAsked }
  await runFullPass({ customers, records, livemode: false }, { until, width, onPage })
}

const crowds = fc
  .array(fc.nat({ max: 60 }), { minLength: 0, maxLength: 100, size: 'max' })
  .map((seconds) =>
    seconds
      .sort((one, other) => one - other)
      .map((second, place) => ({
        id: `cus_${place}` as CustomerId,
        created: beginningOfStripe + second,
      })),
  )

test('whatever the windows do side by side, and wherever it is cut off, everybody is listed', async () => {
  const property = fc.asyncProperty(
    fc.record({
      customers: crowds,
      width: fc.integer({ min: 1, max: 8 }),
      pagesUntilCut: fc.nat({ max: 40 }),
      deaths: fc.array(fc.nat({ max: 99 }), { maxLength: 3 }),
    }),
    fc.scheduler(),
    async ({ customers, width, pagesUntilCut, deaths }, schedule) => {
      const met = new Set<string>()
      let pages = 0
      const { dead, listWindow } = listing(customers, () => schedule.schedule(Promise.resolve()))
      const dying = deaths.map((place) => customers[place]?.id).filter((id) => id !== undefined)
      let place: number | null = null
      const onPage = ({ frontier, coverage }: PassPage): Promise<void> => {
        expect(coverage >= 0 && coverage <= 1, `coverage ${coverage}`).toBe(true)
        place = frontier
        pages += 1
        for (const id of dying.splice(0, 1)) dead.add(id)
        const listed = customers.filter(({ created }) => frontier !== null && created > frontier)
        for (const { id } of listed) expect(met.has(id) || dead.has(id), id).toBe(true)
        return pages === pagesUntilCut ? Promise.reject(new Error('cut off')) : Promise.resolve()
      }
      const run = () => schedule.waitFor(pass(listWindow, { until: place, width, met }, onPage))
      await run().catch((error: Error) => {
        if (error.message !== 'cut off') throw error
        return run()
      })
      for (const { id } of customers) expect(met.has(id) || dead.has(id), id).toBe(true)
    },
  )
  await fc.assert(property, { numRuns: 300, seed: 20261121 })
})
