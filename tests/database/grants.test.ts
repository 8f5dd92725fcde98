import { describe, expect, test } from 'vitest'
import { anybody, server, visitor } from './claims.ts'
import { useDatabase } from './use-database.ts'

const identities = {
  'a stranger': anybody,
  'a visitor': visitor('ada@example.com'),
  'the server key': server,
}
type Role = keyof typeof identities

const nobody: Role[] = []
const everybody: Role[] = ['a stranger', 'a visitor', 'the server key']
const onlyVisitors: Role[] = ['a visitor']
const onlyServer: Role[] = ['the server key']

const readsOf = (columns: string[]) => columns.map((name) => `select ${name} from stripe_customers`)
const productColumns =
  'livemode, stripe_product_id, name, description, image, features, access, credits, credits_per_100, credits_last, trial_days, images, ships, phone, license, devices'
const priceColumns =
  'livemode, stripe_price_id, stripe_product_id, amount, currency, interval, interval_count, is_custom, custom_minimum, custom_maximum, custom_preset, access, credits, credits_per_100, credits_last, trial_days, is_sold_out, is_metered, tax_behavior, ships, phone, license, devices'
const stateColumns =
  'pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after, is_pass_first, updated_at'

/** Every statement, and the only roles that may run it. */
const statements: [may: Role[], sql: string[]][] = [
  [
    [...onlyVisitors, ...onlyServer],
    readsOf(['stripe_customer_id', 'email', 'livemode', 'created_at', 'count(*)']),
  ],
  [onlyServer, readsOf(['address', 'deleted', 'last_ticket', 'read_ticket', '*'])],
  [
    onlyServer,
    [
      `insert into stripe_customers (stripe_customer_id, email, livemode, deleted, last_ticket)
         select 'cus_1', 'ada@example.com', false, false, 0 where false`,
      `update stripe_customers set email = null where false`,
      `update stripe_customers set livemode = true where false`,
      `update stripe_customers set deleted = true where false`,
      `update stripe_customers set last_ticket = 0 where false`,
      `update stripe_customers set read_ticket = 0 where false`,
      `update stripe_customers set created_at = now() where false`,
    ],
  ],
  // What not even the server key may do: forget a tombstone, rename a row.
  [
    nobody,
    [
      `delete from stripe_customers where false`,
      `truncate stripe_customers`,
      `update stripe_customers set stripe_customer_id = 'cus_2' where false`,
      `alter table stripe_customers disable row level security`,
    ],
  ],
  [
    everybody,
    [`select ${productColumns} from stripe_products`, `select ${priceColumns} from stripe_prices`],
  ],
  [
    onlyServer,
    [
      ...[
        'active',
        'deleted',
        'unreadable',
        'last_ticket',
        'read_ticket',
        'updated_at',
        'shipping',
        'download',
        '*',
      ].flatMap((name) => [
        `select ${name} from stripe_products`,
        `select ${name} from stripe_prices`,
      ]),
      ...['is_offered', 'has_tiers', 'has_transform_quantity', 'has_currency_options'].map(
        (name) => `select ${name} from stripe_prices`,
      ),
      `select record_catalogue('[]', '[]', 1)`,
      `select list_offers(true)`,
      `select search_offers(true, 'a', 'en', 0, 1)`,
      `select find_offers(true, 'prod_1', null)`,
      `select search, search_text from stripe_products`,
      `select list_proven_orders(gen_random_uuid())`,
    ],
  ],
  // Written through record_catalogue only, under the tickets.
  [
    nobody,
    ['stripe_products', 'stripe_prices'].flatMap((table) => [
      `insert into ${table} (livemode, active, deleted, last_ticket, read_ticket, updated_at)
         select true, true, false, 1, 1, now() where false`,
      `update ${table} set active = true where false`,
      `delete from ${table} where false`,
      `truncate ${table}`,
    ]),
  ],
  [
    onlyServer,
    [
      `select livemode, ${stateColumns} from sync_state`,
      `insert into sync_state (livemode, ${stateColumns}) select true, 1, now(), '', now(), '', now(), '', true, now() where false`,
      `update sync_state set (${stateColumns}) = (1, now(), '', now(), '', now(), '', true, now()) where false`,
    ],
  ],
  [
    nobody,
    [
      `delete from sync_state where false`,
      `truncate sync_state`,
      `update sync_state set livemode = true where false`,
    ],
  ],
  [
    onlyServer,
    [
      `select * from private.link_requests`,
      `insert into private.link_requests select 'ada@example.com', now(), 1 where false`,
      `update private.link_requests set requests = 0 where false`,
      `delete from private.link_requests where false`,
    ],
  ],
  [
    nobody,
    [
      `select * from private.address_moves`,
      `insert into private.address_moves select gen_random_uuid(), now() where false`,
      `update private.address_moves set moved_at = now() where false`,
      `delete from private.address_moves where false`,
      `truncate private.address_moves`,
      `truncate private.link_requests`,
      `select * from private.session_misses`,
      `delete from private.session_misses where false`,
      `select * from private.kept_letters`,
      `insert into private.kept_letters select true, '', '', now(), 1, now() where false`,
      `update private.kept_letters set ticket = 0 where false`,
      `delete from private.kept_letters where false`,
      `truncate private.kept_letters`,
      `select * from private.accounts`,
      `insert into private.accounts (livemode, address) select true, 'a' where false`,
      `update private.accounts set address = 'a' where false`,
      `delete from private.accounts where false`,
      `select * from private.proven_orders`,
      `insert into private.proven_orders select 'cs_1', gen_random_uuid(), now() where false`,
      `delete from private.proven_orders where false`,
      `select * from private.purchases`,
      `insert into private.purchases (source) select 'cs_1' where false`,
      `update private.purchases set access_until = 'infinity' where false`,
      `delete from private.purchases where false`,
      `select * from private.charges`,
      `insert into private.charges (key) select 'a' where false`,
      `update private.charges set final = 0 where false`,
      `delete from private.charges where false`,
      `select * from private.api_tokens`,
      `insert into private.api_tokens (name) select 'a' where false`,
      `update private.api_tokens set spend_limit = null where false`,
      `delete from private.api_tokens where false`,
      `select private.make_secret(true)`,
      `select private.hash_token('a')`,
      `select private.find_token('a', true)`,
      `select private.note_token_use(null)`,
      `select private.rows_of('{}')`,
      `select private.holders_of('{}')`,
      `select private.plan_purchase('{}', 1)`,
      `select private.describe_purchase(null)`,
      `select private.told_bearer('charged', null, null)`,
      `select private.describe_token(null)`,
      `select private.own_account(true)`,
      `select private.end_purchase_tokens('{}')`,
      `select private.hand_out_token(true, 'cs_1', null, '{}')`,
      `select * from private.credits_since`,
      `update private.credits_since set since = now() where false`,
      `select * from private.account_moves`,
      `insert into private.account_moves (lines) select 1 where false`,
      `delete from private.account_moves where false`,
      // What only Studio shows, to the owner of the tables.
      `select * from private.owner_accounts`,
      `select * from private.owner_ledger`,
      // The verbs' inner parts: nobody calls them by themselves.
      `select private.find_account(null, 'ada@example.com', true)`,
      `select private.balance_of(gen_random_uuid())`,
      `select private.plan_charge(gen_random_uuid(), 1)`,
      `select private.spend_parts('{}')`,
      `select private.pay_debt(gen_random_uuid())`,
      `select private.settle_customer('cus_1')`,
      `select private.give_back('{}', 0)`,
      `select private.lock_accounts('{}')`,
      `select private.accounts_behind(gen_random_uuid(), '{}')`,
      `select private.lower_charge(null, 0, 'void')`,
      `select private.told('charged', null)`,
      `select private.describe_account(gen_random_uuid())`,
      `select private.credit_keys(true, 'price_1', null)`,
      `select private.promise_of(true, '{}')`,
      `select private.open_lot('in_1', 'il_1', 1, null)`,
    ],
  ],
  [
    onlyServer,
    [
      `select take_read_ticket()`,
      `select record_customers('[]', 1)`,
      `select save_sync_state(true, '{}')`,
      `select count_link_request('ada@example.com')`,
      `select clear_link_requests()`,
      `select count_customers(true)`,
      `select keep_letters(true, 'customers', '[]', 1)`,
      `select list_kept_letters(true, 'customers', 1)`,
      `select drop_kept_letters(true, 'customers', '{}', 1)`,
      `select count_kept_letters(true)`,
      `select list_unmet_customers(true, 1, '', 1)`,
      `select nextval('private.read_tickets')`,
      `select private.customer_made_at(1)`,
      `select account_of(address => 'ada@example.com')`,
      `select charge_credits(address => 'ada@example.com', cost => 1, key => 'a')`,
      `select settle_charge(account => 'a', key => 'a', final_cost => 0)`,
      `select give_credits('nobody@example.com', 1, 'a note', 'a')`,
      `select audit_credits()`,
      `select close_charges()`,
      `select account_of(token => 'a')`,
      `select end_tokens('nobody@example.com')`,
      `select begin_credits(true, now())`,
      `select move_credits_since(true, '2020-01-01')`,
      `select move_account('nobody@example.com', 'ada@example.com')`,
      `select list_ledger('ada@example.com')`,
      `select list_lots(true)`,
      `select list_undecided(true)`,
      `select save_pass_place(true, 'purchases', '{}')`,
      `select record_return(true, '{ "customers": [], "products": [], "prices": [], "purchases": [], "lines": [] }')`,
      `select count_session_miss('192.0.2.1')`,
      `select record_purchase(true, '{ "source": "cs_1", "lines": [] }', 0)`,
      `select clear_carts()`,
      `select order_lines(true, '{price_1}')`,
      `select record_purchases(true, '[{ "source": "cs_1", "lines": [] }]', 0)`,
    ],
  ],
  [
    onlyVisitors,
    [
      `select private.proven_address()`,
      `select my_account()`,
      `select my_account_id()`,
      `select my_tokens()`,
      `select my_cart()`,
      `select save_my_cart('[]', 0)`,
      `select add_token('an agent')`,
      `select rotate_token(gen_random_uuid())`,
      `select end_token(gen_random_uuid())`,
    ],
  ],
  [
    nobody,
    [
      `select private.record_products('[]', 1)`,
      `select private.is_cart('[]')`,
      `select private.describe_cart(gen_random_uuid())`,
      `select lines from private.carts`,
      `delete from private.carts`,
      `select private.record_prices('[]', 1)`,
      `select private.access_names(true, '', '')`,
      `select private.last_address_move()`,
      `select private.stamp_address_move()`,
      `select private.describe_account(gen_random_uuid())`,
      `select private.nothing_known('')`,
      `select private.address_proven_within('1 hour')`,
      `select private.account_for(true, 'ada@example.com')`,
      `select private.move_purchases()`,
      `select setval('private.read_tickets', 1)`,
      `select last_value from private.read_tickets`,
      `alter sequence private.read_tickets restart`,
      `select * from auth.users`,
      `create table public.mine (id int)`,
      `create table private.mine (id int)`,
    ],
  ],
]

describe.each(['granting', 'withholding'] as const)('in a %s project', (era) => {
  const database = useDatabase('once', era)

  describe.each(Object.keys(identities) as Role[])('%s', (role) => {
    const ask = (sql: string) => database.as(identities[role], sql)
    const those = (may: boolean) =>
      statements.filter(([roles]) => roles.includes(role) === may).flatMap(([, sql]) => sql)

    test.each(those(true))('can: %s', async (sql) => {
      await expect(ask(sql)).resolves.toBeDefined()
    })

    test.each(those(false))('cannot: %s', async (sql) => {
      await expect(ask(sql)).rejects.toMatchObject({ code: '42501' })
    })
  })

  test.each(Object.values(identities))(
    'nobody forges an address: it is made only from the email ($role)',
    async (identity) => {
      const sql = `update stripe_customers set address = 'ada@example.com'`
      await expect(database.as(identity, sql)).rejects.toMatchObject({ code: '428C9' })
    },
  )

  test('no role of the Data API may become another', async () => {
    const owner = { role: 'postgres' }
    await expect(database.as(owner, 'select 1')).rejects.toMatchObject({ code: '42501' })
  })

  test('nothing of ours is left to everybody', async () => {
    const rows = await database.asOwner(
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
    const rows = await database.asOwner(
      `select relname from pg_class
       where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
         and relkind = 'r' and not relrowsecurity`,
    )
    expect(rows).toEqual([])
  })
})
