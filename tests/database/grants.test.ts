import type { PGlite } from '@electric-sql/pglite'
import { beforeAll, describe, expect, test } from 'vitest'
import { asRole } from '#local/supabase/as-role.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'
import { anybody, server, visitor } from './claims.ts'

const everyColumn = ['stripe_customer_id', 'email', 'address', 'livemode', 'deleted', 'last_ticket']
const visitorsColumns = ['stripe_customer_id', 'email', 'livemode']
const hiddenColumns = ['address', 'deleted', 'last_ticket']

const readsOf = (columns: string[]) => columns.map((name) => `select ${name} from stripe_customers`)

const newCustomer = `insert into stripe_customers (stripe_customer_id, email, livemode, deleted, last_ticket)
  select 'cus_1', 'ada@example.com', false, false, 0 where false`

const customerWrites = [
  newCustomer,
  `update stripe_customers set email = null where false`,
  `update stripe_customers set livemode = true where false`,
  `update stripe_customers set deleted = true where false`,
  `update stripe_customers set last_ticket = 0 where false`,
]
// What not even the server key may do: forget a tombstone, rename a row.
const customerDamage = [
  `delete from stripe_customers where false`,
  `truncate stripe_customers`,
  `update stripe_customers set stripe_customer_id = 'cus_2' where false`,
  `alter table stripe_customers disable row level security`,
]
const stateColumns =
  'pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after, is_pass_first, updated_at'
const stateReads = [`select livemode, ${stateColumns} from sync_state`]
const stateWrites = [
  `insert into sync_state (livemode, ${stateColumns}) select true, 1, now(), '', now(), '', now(), '', true, now() where false`,
  `update sync_state set (${stateColumns}) = (1, now(), '', now(), '', now(), '', true, now()) where false`,
]
const stateDamage = [
  `delete from sync_state where false`,
  `truncate sync_state`,
  `update sync_state set livemode = true where false`,
]
const requestWrites = [
  `select * from private.link_requests`,
  `insert into private.link_requests select 'ada@example.com', now(), 1 where false`,
  `update private.link_requests set requests = 0 where false`,
  `delete from private.link_requests where false`,
]
const moves = [
  `select * from private.address_moves`,
  `insert into private.address_moves select gen_random_uuid(), now() where false`,
  `update private.address_moves set moved_at = now() where false`,
  `delete from private.address_moves where false`,
  `truncate private.address_moves`,
  `truncate private.link_requests`,
]
const serverFunctions = [
  `select take_read_ticket()`,
  `select record_customers('[]', 1)`,
  `select save_sync_state(true, '{}')`,
  `select count_link_request('ada@example.com')`,
  `select clear_link_requests()`,
  `select count_customers(true)`,
  `select list_unmet_customers(true, 1, '', 1)`,
]
const provenAddress = [`select private.proven_address()`]
const innerFunctions = [`select private.last_address_move()`, `select private.stamp_address_move()`]
const ticketDraw = [`select nextval('private.read_tickets')`]
const ticketDamage = [
  `select setval('private.read_tickets', 1)`,
  `select last_value from private.read_tickets`,
  `alter sequence private.read_tickets restart`,
]
const foreignGround = [
  `select * from auth.users`,
  `create table public.mine (id int)`,
  `create table private.mine (id int)`,
]

const roles = {
  anon: {
    identity: anybody,
    can: [],
    cannot: [
      ...readsOf([...everyColumn, '*', 'count(*)']),
      ...customerWrites,
      ...customerDamage,
      ...stateReads,
      ...stateWrites,
      ...stateDamage,
      ...requestWrites,
      ...moves,
      ...serverFunctions,
      ...provenAddress,
      ...innerFunctions,
      ...ticketDraw,
      ...ticketDamage,
      ...foreignGround,
    ],
  },
  'a visitor': {
    identity: visitor('ada@example.com'),
    can: [...readsOf([...visitorsColumns, 'count(*)']), ...provenAddress],
    cannot: [
      ...readsOf([...hiddenColumns, '*']),
      ...customerWrites,
      ...customerDamage,
      ...stateReads,
      ...stateWrites,
      ...stateDamage,
      ...requestWrites,
      ...moves,
      ...serverFunctions,
      ...innerFunctions,
      ...ticketDraw,
      ...ticketDamage,
      ...foreignGround,
    ],
  },
  'the server key': {
    identity: server,
    can: [
      ...readsOf([...everyColumn, '*']),
      ...customerWrites,
      ...stateReads,
      ...stateWrites,
      ...requestWrites,
      ...serverFunctions,
      ...ticketDraw,
    ],
    cannot: [
      ...customerDamage,
      ...stateDamage,
      ...moves,
      ...provenAddress,
      ...innerFunctions,
      ...ticketDamage,
      ...foreignGround,
    ],
  },
}

describe.each(['granting', 'withholding'] as const)('in a %s project', (era) => {
  let database: PGlite
  beforeAll(async () => {
    database = await sharedDatabase(era)
  }, 30_000)

  describe.each(Object.entries(roles))('%s', (_, { identity, can, cannot }) => {
    test.each(can)('can: %s', async (sql) => {
      await expect(asRole(database, identity, sql)).resolves.toBeDefined()
    })

    test.each(cannot)('cannot: %s', async (sql) => {
      await expect(asRole(database, identity, sql)).rejects.toMatchObject({ code: '42501' })
    })
  })

  test.each([anybody, visitor('ada@example.com'), server])(
    'nobody forges an address: it is made from the e-mail alone ($role)',
    async (identity) => {
      const sql = `update stripe_customers set address = 'ada@example.com'`
      await expect(asRole(database, identity, sql)).rejects.toMatchObject({ code: '428C9' })
    },
  )

  test('no role of the Data API may become another', async () => {
    const nobody = { role: 'postgres' }
    await expect(asRole(database, nobody, 'select 1')).rejects.toMatchObject({ code: '42501' })
  })

  test('nothing of ours is left to everybody', async () => {
    const { rows } = await database.query(
      `select format('%s %s', kind, name) as thing from (
         select 'relation' as kind, relname as name, relnamespace as space, relacl as acl, relowner as owner, relkind::text as kind_code
         from pg_class where relkind in ('r', 'v', 'm', 'S')
         union all
         select 'function', proname, pronamespace, coalesce(proacl, acldefault('f', proowner)), proowner, 'f' from pg_proc
       ) as things
       where space in ('public'::regnamespace, 'private'::regnamespace)
         and exists (select from aclexplode(acl) where grantee in (0, 'anon'::regrole))`,
    )
    expect(rows).toEqual([])
  })

  test('every table of ours has row-level security', async () => {
    const { rows } = await database.query(
      `select relname from pg_class
       where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
         and relkind = 'r' and not relrowsecurity`,
    )
    expect(rows).toEqual([])
  })
})
