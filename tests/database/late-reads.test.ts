import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { sharedDatabase } from '#tests/shared-supabase.ts'

let database: PGlite
beforeAll(async () => {
  database = await sharedDatabase()
}, 30_000)

async function ask<Value>(sql: string, params: unknown[] = []): Promise<Value> {
  const { rows } = await database.query<{ value: Value }>(sql, params)
  return rows[0]!.value
}

/** One customer whose address counts its own changes, and the addresses that his row showed, in order. */
type Story = { id: string; changes: number; shown: string[] }

const addressAfter = (changes: number) => `${changes}@example.com`

/** Ticket, read, record, with a pause after each; again when overtaken. */
async function* handle(story: Story): AsyncGenerator<void, void> {
  for (;;) {
    const ticket = await ask<number>('select take_read_ticket() as value')
    yield
    const email = addressAfter(story.changes)
    yield
    const read = { stripe_customer_id: story.id, email, livemode: true, deleted: false }
    const outcome = await ask<string>('select outcome as value from record_customers($1, $2)', [
      [read],
      ticket,
    ])
    const row = 'select email as value from stripe_customers where stripe_customer_id = $1'
    story.shown.push(await ask<string>(row, [story.id]))
    if (outcome === 'recorded') return
    yield
  }
}

async function* change(story: Story): AsyncGenerator<void, void> {
  story.changes += 1
  yield
  yield* handle(story)
}

/** Lets the picked one take its next step, then the next pick; whoever is left at the end goes on in turn. */
async function interleave(actors: AsyncGenerator<void, void>[], picks: number[]): Promise<void> {
  let running = actors
  for (let step = 0; running.length > 0; step += 1) {
    const actor = running[(picks[step] ?? step) % running.length]!
    const { done } = await actor.next()
    if (done) running = running.filter((other) => other !== actor)
  }
}

test('however the handlers of three changes interleave, no address comes back and the last one stays', async () => {
  let stories = 0
  const picks = fc.array(fc.nat(11), { minLength: 12, maxLength: 30 })
  const property = fc.asyncProperty(picks, async (order) => {
    const story: Story = { id: `cus_${(stories += 1)}`, changes: 0, shown: [] }
    await interleave([handle(story), change(story), change(story), change(story)], order)
    expect(story.shown).toEqual(story.shown.toSorted())
    expect(story.shown.at(-1)).toBe(addressAfter(3))
  })
  await fc.assert(property, { numRuns: 200, seed: 20261120 })
}, 60_000)
