import { describe, expect, test } from 'vitest'
import { sharedDatabase } from '#tests/shared-supabase.ts'
import { useDatabase } from './use-database.ts'

type Read = {
  stripe_customer_id: string
  email?: string | null
  livemode?: boolean
  deleted?: boolean
}
type Row = {
  stripe_customer_id: string
  email: string | null
  livemode: boolean
  deleted: boolean
  last_ticket: number
}

const database = useDatabase()

async function takeTicket(): Promise<number> {
  const [row] = await database.asServer<{ ticket: number }>('select take_read_ticket() as ticket')
  return row!.ticket
}

async function record(ticket: number, ...reads: Read[]): Promise<Record<string, string>> {
  const full = reads.map((read) => ({ email: null, livemode: true, deleted: false, ...read }))
  const rows = await database.asServer<{ stripe_customer_id: string; outcome: string }>(
    'select * from record_customers($1, $2)',
    [full, ticket],
  )
  expect(new Set(rows.map((row) => row.stripe_customer_id)).size).toBe(rows.length)
  return Object.fromEntries(rows.map((row) => [row.stripe_customer_id, row.outcome]))
}

const rowsKept = () =>
  database.asServer<Row>(
    `select stripe_customer_id, email, livemode, deleted, last_ticket from stripe_customers order by last_ticket`,
  )

const ada = { stripe_customer_id: 'cus_ada', email: 'ada@example.com' }
const moved = { ...ada, email: 'ada@elsewhere.example' }
const gone = { ...ada, deleted: true }
const tombstone = { email: null, deleted: true }

describe('tickets', () => {
  test('each is later than the one before', async () => {
    const first = await takeTicket()
    expect(await takeTicket()).toBeGreaterThan(first)
  })

  test('emptying the tables does not turn them back', async () => {
    const before = await takeTicket()
    await sharedDatabase()
    expect(await takeTicket()).toBeGreaterThan(before)
  })
})

/** What is recorded under a ticket that was drawn first of all, second, or only now; and what becomes of it. */
type Step = [ticket: 'first' | 'second' | 'now', read: Read, outcome: string]

test.each<[string, Step[], Partial<Row>]>([
  ['of a customer nobody knew is recorded', [['now', ada, 'recorded']], ada],
  ['without an address is recorded', [['now', { ...ada, email: null }, 'recorded']], {}],
  [
    'that began after the last write replaces the row',
    [
      ['now', ada, 'recorded'],
      ['now', { ...moved, livemode: false }, 'recorded'],
    ],
    { ...moved, livemode: false },
  ],
  [
    'that began before the last write is overtaken and changes nothing',
    [
      ['now', moved, 'recorded'],
      ['first', ada, 'overtaken'],
    ],
    moved,
  ],
  [
    'with the ticket of an earlier write is overtaken: a ticket serves one read',
    [
      ['first', ada, 'recorded'],
      ['first', moved, 'overtaken'],
    ],
    ada,
  ],
  [
    'that began before the first write landed is overtaken, though its ticket is later than the writer’s',
    [
      ['first', moved, 'recorded'],
      ['second', ada, 'overtaken'],
    ],
    moved,
  ],
  [
    'is overtaken also by one that changed nothing',
    [
      ['now', ada, 'recorded'],
      ['now', ada, 'recorded'],
      ['second', moved, 'overtaken'],
    ],
    ada,
  ],
  [
    'of a deletion is taken whatever the ticket, and forgets the address',
    [
      ['now', ada, 'recorded'],
      ['first', gone, 'recorded'],
    ],
    tombstone,
  ],
  [
    'of the deletion of a customer nobody knew leaves a tombstone',
    [['first', gone, 'recorded']],
    tombstone,
  ],
  [
    'after a deletion changes nothing',
    [
      ['now', gone, 'recorded'],
      ['now', ada, 'deleted'],
    ],
    tombstone,
  ],
  [
    'of a deletion told twice stays a deletion',
    [
      ['now', gone, 'recorded'],
      ['first', gone, 'recorded'],
    ],
    tombstone,
  ],
])('a read %s', async (_, steps, row) => {
  const drawn = { first: await takeTicket(), second: await takeTicket() }
  for (const [ticket, read, outcome] of steps) {
    const number = ticket === 'now' ? await takeTicket() : drawn[ticket]
    const before = await rowsKept()
    expect(await record(number, read)).toEqual({ cus_ada: outcome })
    if (outcome !== 'recorded') expect(await rowsKept()).toEqual(before)
  }
  expect(await rowsKept()).toMatchObject([{ stripe_customer_id: 'cus_ada', ...row }])
})

test('a read that began between two writes is overtaken, though its ticket is later than the second writer’s', async () => {
  await record(await takeTicket(), ada)
  const [writer, early] = [await takeTicket(), await takeTicket()]
  await record(writer, moved)
  expect(await record(early, ada)).toEqual({ cus_ada: 'overtaken' })
})

test('a read as old as the row itself is overtaken', async () => {
  await record(await takeTicket(), ada)
  const [row] = await rowsKept()
  expect(await record(row!.last_ticket, moved)).toEqual({ cus_ada: 'overtaken' })
})

test('whoever is refused is told the ticket of the read that the row holds', async () => {
  const [first, second] = [await takeTicket(), await takeTicket()]
  const tell = async (ticket: number, read: Read) =>
    await database.asServer(
      'select outcome, read_ticket::int as read from record_customers($1, $2)',
      [[{ livemode: true, deleted: false, ...read }], ticket],
    )
  expect(await tell(second, ada)).toEqual([{ outcome: 'recorded', read: second }])
  expect(await tell(first, moved)).toEqual([{ outcome: 'overtaken', read: second }])
  const third = await takeTicket()
  expect(await tell(third, moved)).toEqual([{ outcome: 'recorded', read: third }])
  expect(await tell(0, gone)).toEqual([{ outcome: 'recorded', read: 0 }])
  expect(await tell(await takeTicket(), ada)).toEqual([{ outcome: 'deleted', read: 0 }])
})

describe('many reads at once', () => {
  test('each id has its own outcome', async () => {
    const slow = await takeTicket()
    await record(await takeTicket(), ada, { stripe_customer_id: 'cus_gone', deleted: true })
    const outcomes = await record(
      slow,
      moved,
      { stripe_customer_id: 'cus_gone', email: 'x@example.com' },
      { stripe_customer_id: 'cus_new', email: 'new@example.com' },
    )
    expect(outcomes).toEqual({ cus_ada: 'overtaken', cus_gone: 'deleted', cus_new: 'recorded' })
  })

  test('the same id twice is one row', async () => {
    expect(await record(await takeTicket(), ada, ada)).toEqual({ cus_ada: 'recorded' })
    expect(await rowsKept()).toHaveLength(1)
  })

  test.each([
    ['first', [gone, ada]],
    ['last', [ada, gone]],
  ])('of the same id twice, a deletion wins (%s)', async (_, reads) => {
    expect(await record(await takeTicket(), ...reads)).toEqual({ cus_ada: 'recorded' })
    expect(await rowsKept()).toMatchObject([{ deleted: true }])
  })

  test('they are written in the order of their ids, byte by byte', async () => {
    const ids = ['cus_b', 'cus_a', 'cus_C', 'cus_1', 'cus_aa']
    const reads = ids.map((id, at) => ({ stripe_customer_id: id, email: `${9 - at}@example.com` }))
    const inOrder = ['cus_1', 'cus_C', 'cus_a', 'cus_aa', 'cus_b']
    for (const _ of ['new rows', 'known rows']) {
      await record(await takeTicket(), ...reads)
      expect((await rowsKept()).map((row) => row.stripe_customer_id)).toEqual(inOrder)
    }
  })

  test('none is nothing', async () => {
    expect(await record(await takeTicket())).toEqual({})
  })

  test.each([
    ['no customer of Stripe', { stripe_customer_id: 'sub_1' }, '23514'],
    ['without a mode', { stripe_customer_id: 'cus_1', livemode: null }, '23502'],
    ['without an id', { stripe_customer_id: null }, '23502'],
  ])('one that is %s refuses them all', async (_, wrong, code) => {
    await expect(record(await takeTicket(), ada, wrong as Read)).rejects.toMatchObject({ code })
    expect(await rowsKept()).toEqual([])
  })
})
