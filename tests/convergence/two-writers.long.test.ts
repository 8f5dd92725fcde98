import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'

// PGlite has one connection: what two of them do to each other takes a real server.
const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const rounds = 150
const ids = Array.from({ length: 100 }, (_, place) => `cus_${String(place).padStart(3, '0')}`)

type Entry = {
  writer: string
  round: number
  id: string
  outcome: string
  told: number
  ticket: number
}
type Logged = { id: string; email: string; ticket: number; read: number }

describe.skipIf(bin === null)('two sessions at once', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres(bin!)
    await postgres.own(`
      create table public.row_log (at bigserial, id text, email text, ticket bigint, read bigint);
      create function public.note_row() returns trigger language plpgsql security definer as $$
        begin
          insert into public.row_log (id, email, ticket, read)
          values (new.stripe_customer_id, new.email, new.last_ticket, new.read_ticket);
          return null;
        end $$;
      create trigger note_row after insert or update on public.stripe_customers
        for each row execute function public.note_row();`)
  })
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    await postgres.own('truncate public.stripe_customers, public.row_log')
  })

  /** One writer's session: ticket and record, over and over; a row says who wrote it and when. */
  function scriptOf(writer: string, order: string[]): string {
    const statements = Array.from({ length: rounds }, (_, round) => {
      const reads = order.map((id) => ({
        stripe_customer_id: id,
        email: `${writer}.${round}@example.com`,
        livemode: true,
        deleted: false,
      }))
      return `select public.take_read_ticket() as ticket \\gset
        select '${writer}', ${round}, stripe_customer_id, outcome, read_ticket, :ticket
        from public.record_customers('${JSON.stringify(reads)}', :ticket);`
    })
    return statements.join('\n')
  }

  const writeBoth = () =>
    Promise.all([
      postgres.run(scriptOf('up', ids)),
      postgres.run(scriptOf('down', ids.toReversed())),
    ])

  test('recording the same hundred ids in opposite orders, nobody waits forever and nothing is lost', async () => {
    const runs = await writeBoth()
    expect(runs.map(({ errors }) => errors)).toEqual(['', ''])
    expect(runs.map(({ code }) => code)).toEqual([0, 0])

    const told = runs.flatMap(({ lines }) =>
      lines.map((line): Entry => {
        const [writer = '', round, id = '', outcome = '', read, ticket] = line.split('|')
        return {
          writer,
          round: Number(round),
          id,
          outcome,
          told: Number(read),
          ticket: Number(ticket),
        }
      }),
    )
    expect(told).toHaveLength(2 * rounds * ids.length)
    const recorded = told.filter(({ outcome }) => outcome === 'recorded')
    const overtaken = told.filter(({ outcome }) => outcome === 'overtaken')
    expect(recorded.length + overtaken.length).toBe(told.length)
    // Otherwise they never met, and the test shows nothing.
    expect(overtaken.length).toBeGreaterThan(0)

    const log = await postgres.own('select id, email, ticket, read from row_log order by at')
    const logged = log.map((line): Logged => {
      const [id = '', email = '', ticket, read] = line.split('|')
      return { id, email, ticket: Number(ticket), read: Number(read) }
    })
    // Whoever was refused was told of a write that refuses them, never of one before it.
    for (const { id, ticket, told: read } of overtaken)
      expect(
        logged.some((write) => write.id === id && write.read === read && write.ticket > ticket),
        `${id} under ${ticket} was told ${read}`,
      ).toBe(true)
    // Whoever was told "recorded" wrote, and nobody else.
    const nameOf = (id: string, email: string) => `${id} ${email}`
    expect(logged.map(({ id, email }) => nameOf(id, email)).sort()).toEqual(
      recorded.map(({ writer, round, id }) => nameOf(id, `${writer}.${round}@example.com`)).sort(),
    )
    // Each row's numbers rise, and the row is what was written last.
    const standing = await postgres.own(
      'select stripe_customer_id, email, last_ticket from stripe_customers order by 1',
    )
    expect(standing).toHaveLength(ids.length)
    for (const line of standing) {
      const [id] = line.split('|')
      const writes = logged.filter((each) => each.id === id)
      const tickets = writes.map(({ ticket }) => ticket)
      expect(tickets).toEqual([...new Set(tickets)].sort((one, other) => one - other))
      const last = writes.at(-1)
      expect(line).toBe(`${id}|${last?.email}|${last?.ticket}`)
    }
  })

  test('without the order of the ids the same two sessions lock each other out', async () => {
    const definition = await postgres.own(
      `select pg_get_functiondef('public.record_customers(jsonb, bigint)'::regprocedure)`,
    )
    const sound = definition.join('\n')
    const broken = sound
      .replace(/distinct on \(entry\.stripe_customer_id\)/, '')
      .replaceAll(/\border by (entry|wanted)\.stripe_customer_id[^\n]*/g, '')
    expect(broken).not.toContain('order by')
    await postgres.own(`${broken};`)
    const runs = await writeBoth()
    await postgres.own(`${sound};`)
    expect(runs.map(({ errors }) => errors).join()).toContain('deadlock detected')
  })
})
