import { describe, expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'

type Outcome = { outcome: string; read_ticket: number | null }
type Row = { line: string; address: string | null; status: string; is_open: boolean }

const database = useDatabase()

const takeTicket = async () =>
  (await database.asServer<{ ticket: number }>('select take_read_ticket() as ticket'))[0]!.ticket
const place = async (id: string, email: string | null, deleted = false) =>
  database.asServer('select record_customers($1, $2)', [
    [{ stripe_customer_id: id, email, livemode: true, deleted }],
    deleted ? 0 : await takeTicket(),
  ])

const line = {
  line: 'li_1',
  price: 'price_pro',
  product: 'prod_pro',
  quantity: 1,
  status: 'paid',
  starts_at: '2026-11-20T12:00:00Z',
  ends_at: null,
  access_until: 'infinity',
  chain: null,
}
const sale = (changes: object = {}) => ({
  source: 'cs_1',
  customer: null,
  email: 'Ada@Example.com ',
  reference: null,
  lines: [line],
  ...changes,
})
async function record(read: object, ticket?: number, mode = true): Promise<Outcome> {
  const [row] = await database.asServer<{ told: Outcome }>(
    'select record_purchase($1, $2, $3) as told',
    [mode, read, ticket ?? (await takeTicket())],
  )
  return row!.told
}
const rows = () =>
  database.asOwner<Row>(
    `select p.line, a.address, p.status, coalesce(p.access_until > now(), false) as is_open
     from private.purchases as p left join private.accounts as a on a.id = p.account_id
     order by p.source, p.line`,
  )
const owners = async () => (await rows()).map(({ address }) => address)
const accountOf = async (address: string, mode = true) =>
  (
    await database.asOwner<{ id: string }>(
      'select id from private.accounts where address = $1 and livemode = $2',
      [address, mode],
    )
  )[0]?.id

test('of many in one call, each is told what it would be told by itself, in their order', async () => {
  await record(sale({ source: 'cs_3' }))
  const ticket = await takeTicket()
  const newer = await takeTicket()
  await record(sale({ source: 'cs_2' }), newer)
  const reads = [
    sale({ source: 'cs_3', lines: [] }),
    sale({ source: 'cs_2' }),
    sale({ customer: 'cus_unknown' }),
    sale({ source: 'cs_4' }),
  ]
  const [row] = await database.asServer<{ told: Outcome[] }>(
    'select record_purchases(true, $1, $2) as told',
    [JSON.stringify(reads), ticket],
  )
  expect(row?.told).toEqual([
    { outcome: 'recorded', read_ticket: ticket },
    { outcome: 'overtaken', read_ticket: newer },
    { outcome: 'customer_unknown', read_ticket: null },
    { outcome: 'recorded', read_ticket: ticket },
  ])
  expect((await rows()).map(({ status }) => status)).toEqual(['paid', 'removed', 'paid'])
})

describe('tickets', () => {
  test('a source that isn’t there takes any read', async () => {
    expect(await record(sale(), 0)).toMatchObject({ outcome: 'recorded', read_ticket: 0 })
  })

  test('a later read replaces the rows, an earlier one changes nothing', async () => {
    const [early, late] = [await takeTicket(), await takeTicket()]
    const refunded = sale({ lines: [{ ...line, access_until: null }] })
    await record(sale())
    expect(await record(refunded, late)).toEqual({
      outcome: 'overtaken',
      read_ticket: expect.any(Number),
    })
    expect(await record(refunded)).toMatchObject({ outcome: 'recorded' })
    expect(await record(sale(), early)).toMatchObject({ outcome: 'overtaken' })
    expect(await rows()).toMatchObject([{ is_open: false }])
  })

  // Chance seldom meets it: whoever drew their ticket first read last.
  test('a read with a later ticket than the row’s, drawn before the row was written, is refused', async () => {
    const [first, second] = [await takeTicket(), await takeTicket()]
    await record(sale({ lines: [{ ...line, access_until: null }] }), first)
    expect(await record(sale(), second)).toEqual({ outcome: 'overtaken', read_ticket: first })
    expect(await rows()).toMatchObject([{ is_open: false }])
  })

  test('a read that another one overtook is told which read the rows hold', async () => {
    const [first, second] = [await takeTicket(), await takeTicket()]
    await record(sale(), second)
    expect(await record(sale(), first)).toEqual({ outcome: 'overtaken', read_ticket: second })
  })

  test('an older read brings no line back that has left its subscription', async () => {
    const old = await takeTicket()
    const item = (name: string) => ({ ...line, line: name, status: 'active', chain: name })
    await place('cus_ada', 'ada@example.com')
    const read = (name: string) =>
      sale({ source: 'sub_1', customer: 'cus_ada', lines: [item(name)] })
    await record(read('si_new'))
    expect(await record(read('si_old'), old)).toMatchObject({ outcome: 'overtaken' })
    await record(read('si_newest'))
    expect(await rows()).toMatchObject([
      { line: 'si_new', status: 'removed', is_open: false },
      { line: 'si_newest', status: 'active', is_open: true },
    ])
  })
})

describe('whose it is', () => {
  test('a guest’s belongs to the address of the sale, folded, for good', async () => {
    await record(sale())
    await record(sale({ email: 'grace@example.com' }))
    expect(await owners()).toEqual(['ada@example.com'])
  })

  test('a customer’s belongs to its present address', async () => {
    await place('cus_ada', 'ada@example.com')
    await record(sale({ customer: 'cus_ada', email: 'typed@example.com' }))
    expect(await owners()).toEqual(['ada@example.com'])
    await place('cus_ada', 'ada@elsewhere.example')
    expect(await owners()).toEqual(['ada@elsewhere.example'])
  })

  test('a customer that isn’t recorded is recorded first', async () => {
    expect(await record(sale({ customer: 'cus_ada' }))).toEqual({
      outcome: 'customer_unknown',
      read_ticket: null,
    })
    expect(await rows()).toEqual([])
  })

  test('of the other mode neither', async () => {
    await place('cus_ada', 'ada@example.com')
    expect(await record(sale({ customer: 'cus_ada' }), 0, false)).toMatchObject({
      outcome: 'customer_unknown',
    })
  })

  test.each<[string, string | null, boolean]>([
    ['deleted', null, true],
    ['without an address by now', null, false],
  ])('of a customer that is %s they stay where they are', async (_, email, deleted) => {
    await place('cus_ada', 'ada@example.com')
    await record(sale({ customer: 'cus_ada' }))
    await place('cus_ada', email, deleted)
    expect(await owners()).toEqual(['ada@example.com'])
    await record(sale({ customer: 'cus_ada' }))
    expect(await owners()).toEqual(['ada@example.com'])
  })

  test('of a customer without an address they are nobody’s until it has one', async () => {
    await place('cus_ada', null)
    await record(sale({ customer: 'cus_ada' }))
    expect(await owners()).toEqual([null])
    await place('cus_ada', 'ada@example.com')
    expect(await owners()).toEqual(['ada@example.com'])
  })

  test('an account that the order names keeps it, wherever the payer moves', async () => {
    await record(sale({ source: 'cs_0' }))
    await place('cus_grace', 'grace@example.com')
    const reference = await accountOf('ada@example.com')
    await record(sale({ customer: 'cus_grace', reference }))
    await place('cus_grace', 'grace@elsewhere.example')
    await record(sale({ customer: 'cus_grace', reference: null }))
    expect(await owners()).toEqual(['ada@example.com', 'ada@example.com'])
    expect(await accountOf('grace@elsewhere.example')).toBeUndefined()
  })

  test.each<[string, (ada: string) => string]>([
    ['unknown', () => '00000000-0000-4000-8000-000000000000'],
    ['no account at all', () => "' or true --"],
  ])('a reference that is %s counts for nothing', async (_, make) => {
    await record(sale({ source: 'cs_0', email: 'ada@example.com' }))
    const reference = make((await accountOf('ada@example.com')) ?? '')
    await record(sale({ email: 'grace@example.com', reference }))
    expect(await owners()).toEqual(['ada@example.com', 'grace@example.com'])
  })

  test('a reference to an account of the other mode counts for nothing', async () => {
    await record(sale({ source: 'cs_0' }), 0, false)
    const reference = await accountOf('ada@example.com', false)
    await record(sale({ email: 'grace@example.com', reference }))
    expect(await owners()).toEqual(['ada@example.com', 'grace@example.com'])
  })

  test('a later reference moves nothing', async () => {
    await record(sale({ source: 'cs_0', email: 'grace@example.com' }))
    await record(sale())
    await record(sale({ reference: await accountOf('grace@example.com') }))
    expect(await owners()).toEqual(['grace@example.com', 'ada@example.com'])
  })
})
