import { expect, test } from 'vitest'
import { places } from '../../../cli/forget/places.ts'
import { withoutAddress, withoutPeople } from './without-people.ts'
import { useDatabase } from '#tests/database/use-database.ts'

const database = useDatabase('once')

/** Tables whose rows are deleted with the user, directly or through another table. */
const deletedWithUser = `
  with recursive gone as (
    select 'auth.users'::regclass::oid as id
    union
    select k.conrelid from pg_constraint k join gone on k.confrelid = gone.id
    where k.contype = 'f' and k.confdeltype = 'c'
  )
  select id::regclass::text as name from gone`

const known = new Set(places.map(({ table }) => table))

test('every table is known to forget, goes with its user, or says why it has nothing of a person', async () => {
  const tables = await database.asOwner<{ name: string }>(
    `select format('%s.%s', schemaname, tablename) as name from pg_tables
     where schemaname in ('auth', 'public', 'private')`,
  )
  const gone = new Set(
    (await database.asOwner<{ name: string }>(deletedWithUser)).map(({ name }) => name),
  )
  const unknown = tables
    .map(({ name }) => name)
    .filter((name) => !known.has(name) && !gone.has(name) && !(name in withoutPeople))
  expect(unknown, 'give it a line in cli/forget/places.ts').toEqual([])
  expect(tables.length).toBeGreaterThan(10)
})

test('every column of ours with text is one in which forget looks for an address, or has none', async () => {
  const columns = await database.asOwner<{ table: string; column: string }>(
    `select format('%s.%s', table_schema, table_name) as table, column_name as column
     from information_schema.columns
     where (table_schema, table_name) in (
         select schemaname, tablename from pg_tables where schemaname in ('public', 'private')
       )
       and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED')`,
  )
  const looked = (table: string, column: string) =>
    places.some(
      (place) =>
        place.table === table &&
        [...(place.addresses ?? []), place.user ?? '', place.account ?? ''].some((expression) =>
          new RegExp(`^${column}\\b`).test(expression),
        ),
    )
  const unknown = columns
    .filter(({ table, column }) => !(table in withoutPeople) && !looked(table, column))
    .map(({ table, column }) => `${table}.${column}`)
    .filter((name) => !(name in withoutAddress))
  expect(unknown, 'give it a place in cli/forget/places.ts').toEqual([])
})

test('columns of Auth that are named like an address are looked at', async () => {
  const columns = await database.asOwner<{ table: string; column: string }>(
    `select format('%s.%s', table_schema, table_name) as table, column_name as column
     from information_schema.columns
     where table_schema = 'auth' and column_name ~ 'email|relates_to|payload|identity_data'
       and data_type not like 'timestamp%' and column_name !~ 'token|status|confirmed'`,
  )
  const addresses = places.flatMap(({ table, addresses = [] }) =>
    addresses.map((expression) => `${table}.${/^\w+/.exec(expression)![0]}`),
  )
  const missing = columns
    .map(({ table, column }) => `${table}.${column}`)
    // Made from the field of `identity_data` that is looked at.
    .filter((name) => name !== 'auth.identities.email' && !addresses.includes(name))
  expect(missing).toEqual([])
  expect(columns.length).toBeGreaterThanOrEqual(6)
})
