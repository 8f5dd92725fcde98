import { Refusal } from '../wire/refusal.ts'
import type { Exchange, Route } from '../wire/route.ts'
import { assertDatabase } from './query.ts'
import { runQuery } from './run-query.ts'
import { assertProject, type World } from './world.ts'

const path = '/v1/projects/:ref/database/migrations'

// As Supabase's command line makes it, too, and only when there is something to write down.
const table = `create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
  version text primary key, statements text[], name text);
alter table supabase_migrations.schema_migrations
  add column if not exists created_by text,
  add column if not exists idempotency_key text unique,
  add column if not exists rollback text[];`

/** Migrations that ran, and one more to run. */
export function migrationRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path,
      async answer(exchange) {
        assertProject(world, exchange)
        assertDatabase(world)
        return Response.json(await ask(world, 'version, name'))
      },
    },
    {
      method: 'GET',
      path: `${path}/:version`,
      async answer(exchange) {
        assertProject(world, exchange)
        assertDatabase(world)
        const rows = await ask(world, 'jsonb_strip_nulls(to_jsonb(schema_migrations)) as migration')
        const migrations = rows.map(({ migration }) => migration as Record<string, unknown>)
        const found = migrations.find(({ version }) => version === exchange.ids[1])
        if (found === undefined) throw new Refusal(404, 'Migration not found')
        return Response.json(found)
      },
    },
    {
      method: 'POST',
      path,
      answer: async (exchange) => await applyMigration(world, exchange),
    },
  ]
}

type Body = { query?: unknown; name?: unknown }

/** Runs the SQL and writes it down, both or neither. Its version is the time; the same key runs once. */
async function applyMigration(world: World, exchange: Exchange): Promise<Response> {
  assertProject(world, exchange)
  assertDatabase(world)
  const { query, name = '' } = (exchange.body ?? {}) as Body
  if (typeof query !== 'string' || query === '') {
    throw new Refusal(400, 'query: Invalid input: expected string')
  }
  const key = exchange.headers.get('idempotency-key')
  const done = await ask(world, `version, to_jsonb(schema_migrations) ->> 'idempotency_key' as key`)
  if (key !== null && done.some((row) => row['key'] === key)) return Response.json({})
  const last = done.map((row) => Number(row['version'])).reduce((a, b) => Math.max(a, b), 0)
  const version = String(Math.max(versionAt(world.now()), last + 1))
  const values = [version, query, String(name), key].map(quote)
  const record = `insert into supabase_migrations.schema_migrations
    (version, statements, name, idempotency_key)
    values (${values[0]}, array[${values[1]}], ${values[2]}, ${values[3]});`
  const text = `${query}\n;${table}${record}`
  await runQuery(world.supabase.database, { text, parameters: null, isReading: false })
  return Response.json({})
}

async function ask({ supabase }: World, columns: string) {
  const there = await supabase.database.query(
    `select from pg_class where oid = to_regclass('supabase_migrations.schema_migrations')`,
  )
  if (there.rows.length === 0) return []
  const found = await supabase.database.query<Record<string, unknown>>(
    `select ${columns} from supabase_migrations.schema_migrations order by version`,
  )
  return found.rows
}

/** `20261121024500`, in UTC. */
function versionAt(now: number): number {
  return Number(new Date(now).toISOString().replaceAll(/\D/g, '').slice(0, 14))
}

function quote(text: string | null): string {
  return text === null ? 'null' : `'${text.replaceAll("'", "''")}'`
}
