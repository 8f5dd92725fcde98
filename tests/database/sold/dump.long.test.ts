import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMigrations, tablesOf } from '../../../cli/database/migrations.ts'
import { findFreePort } from '#local/free-port.ts'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startServer } from '#local/real/postgres.ts'

const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

/** The commands that docs/credits.md names, without those of npm. */
const page = readFileSync(new URL('../../../docs/credits.md', import.meta.url), 'utf8')
const commandWith = (word: string) =>
  page
    .match(new RegExp(`^\`\`\`sh\\n(${word} [^]*?)\`\`\`$`, 'm'))![1]!
    .split('\n')
    .filter((line) => !line.startsWith('npm '))
    .join('\n')
const [dump, restore] = [commandWith('pg_dump'), commandWith('psql')]

/** What needs no dump: counts of minutes, and what waits for another read. */
const passing = new Set([
  'private.address_moves',
  'private.link_requests',
  'private.kept_letters',
  'private.session_misses',
])

async function open(): Promise<{
  server: Postgres
  run: (script: string, folder: string) => void
}> {
  const port = await findFreePort(54_700)
  const server = startServer(bin!, port)
  await server.surround(['roles.sql', 'auth.sql', 'schemas.sql', 'public.sql', 'granting.sql'])
  await server.migrate()
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`,
  }
  const run = (script: string, cwd: string) =>
    void execFileSync('sh', ['-ec', script], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
  return { server, run }
}

const sell = (line: string, email: string) =>
  `insert into private.purchases
     (livemode, source, line, account_id, status, starts_at, paid_at, lot_until, granted, last_ticket, read_ticket)
   select true, 'in_${line}', 'il_${line}', private.account_for(true, '${email}'), 'paid', now(), now(), 'infinity', 100,
     nextval('private.read_tickets'), nextval('private.read_tickets');`

test.skipIf(bin === null)(
  'what is dumped and brought back as the documentation says adds up, and goes on',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-gateway-dump-'))
    const lost = await open()
    const fresh = await open()
    try {
      await lost.server.own(`
        select setval('private.read_tickets', 5000);
        select begin_credits(true, '2026-01-01');
        ${sell('1', 'ada@example.com')} ${sell('2', 'bob@example.com')}
        select give_credits('ada@example.com', 10, 'a gift', 'gift');
        select charge_credits(address => 'ada@example.com', cost => 40, key => 'k');
        select charge_credits(address => 'bob@example.com', cost => 130, key => 'k', allow_debt => true);
        select move_account('bob@example.com', 'carol@example.com');`)
      // A first synchronization has filled the new project already.
      await fresh.server.own(`select begin_credits(true, now()); ${sell('1', 'ada@example.com')}`)
      const told = (server: Postgres) =>
        server.own('select to_json(a) from private.owner_accounts a order by mode, address')
      const before = await told(lost.server)

      lost.run(dump, folder)
      fresh.run(restore, folder)
      expect(await told(fresh.server)).toEqual(before)
      expect(before).toHaveLength(3)
      const ask = async (sql: string) => (await fresh.server.own(`select ${sql}`))[0]
      expect(await ask('audit_credits()')).toBe('{"rows": []}')
      const charge = (key: string) =>
        ask(
          `charge_credits(address => 'ada@example.com', cost => 40, key => '${key}') ->> 'outcome'`,
        )
      expect([await charge('k'), await charge('new')]).toEqual(['repeated', 'charged'])
      expect(await ask(`give_credits('dan@example.com', 1, null, 'g') ->> 'outcome'`)).toBe('given')
      expect(await ask(`move_account('carol@example.com', 'dan@example.com') ->> 'balance'`)).toBe(
        '-29',
      )
      // A read of now is later than every row.
      expect(
        await ask('take_read_ticket() > (select max(last_ticket) from private.purchases)'),
      ).toBe('t')
    } finally {
      for (const { server } of [lost, fresh]) server.stop()
      rmSync(folder, { recursive: true })
    }
  },
)

test('the dump has every table that nothing else brings again', async () => {
  const tables = tablesOf(await readMigrations('.'))
  const named = (command: string, table: string) =>
    command.includes(table) || (command === dump && table.startsWith('public.stripe_'))
  for (const table of tables.filter((name) => !passing.has(name)))
    for (const command of [dump, restore]) expect(named(command, table), table).toBe(true)
})
