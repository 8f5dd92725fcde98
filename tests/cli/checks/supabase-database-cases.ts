import { without } from '../shop/ready-shop.ts'
import type { Break, Cases } from './case.ts'
import { controlling, sql } from './case.ts'

const withoutToken = without('SUPABASE_ACCESS_TOKEN')
const spoiled = '00000000-0000-4000-8000-000000000002'
const history = 'supabase_migrations.schema_migrations'
const last = '20261126000013'

/** A function of ours with something else in its body, and afterwards as it was. */
const replacing =
  (name: string, ours: string, theirs: string): Break =>
  async ({ supabase: { database } }) => {
    const { rows } = await database.query<{ text: string }>(
      `select pg_get_functiondef('${name}'::regproc) as text`,
    )
    const { text } = rows[0]!
    await database.exec(text.replace(ours, theirs))
    return () => database.exec(text)
  }

export const databaseCases: Cases = {
  migrations: [
    {
      what: 'a migration that has not run',
      fault:
        /1 of \d+ migrations have not run, starting with 20261126000013_customers_from_both_ends/,
      break: sql(
        `drop function private.customer_made_at;
         alter table public.stripe_customers drop column created_at;
         delete from ${history} where version = '${last}'`,
      ),
      isFixed: true,
    },
    {
      what: 'a migration that differs from this copy',
      fault: /that ran differs from the one in this copy/,
      remedy: /docs\/upgrading.md/,
      break: sql(
        `update ${history} set statements[1] = statements[1] || ' select 1' where version = '${last}'`,
        `update ${history} set statements[1] = replace(statements[1], ' select 1', '') where version = '${last}'`,
      ),
    },
    {
      what: 'migrations that were run by hand',
      ok: /all (\d+) migrations have run, \1 of them by hand/,
      break: sql('drop schema supabase_migrations cascade'),
      isFixed: true,
    },
    {
      what: 'a new migration, after others that were run by hand,',
      fault: /1 of \d+ migrations have not run/,
      remedy: /their files in the SQL editor/,
      break: sql(
        `drop schema supabase_migrations cascade;
         drop function private.customer_made_at;
         alter table public.stripe_customers drop column created_at;`,
      ),
      isFixed: true,
    },
    {
      what: 'part of a migration',
      fault: /only part of the migration 20261120000007_link_requests/,
      remedy: /SQL editor/,
      break: sql(
        `alter function public.clear_link_requests rename to clear_link_requests_away;
       update ${history} set version = 'away' where version = '20261120000007'`,
        `alter function public.clear_link_requests_away rename to clear_link_requests;
       update ${history} set version = '20261120000007' where version = 'away'`,
      ),
    },
    {
      what: 'a public schema that is not served, without a token,',
      fault: /does not serve the schema "public"/,
      remedy: /Exposed schemas: add "public"/,
      env: withoutToken,
      break: controlling('supabase', { schemas: ['graphql_public'] }),
    },
    {
      what: 'that another schema is served first',
      unknown: /the table is there/,
      remedy: /SUPABASE_ACCESS_TOKEN/,
      env: withoutToken,
      break: controlling('supabase', { schemas: ['graphql_public', 'public'] }),
    },
    {
      what: 'a token that may not read the database',
      unknown: /migrations: Supabase answered 403 .*missing: database_/,
      remedy: /Database/,
      break: controlling('management', { permissions: ['projects_read', 'project_admin_read'] }),
    },
    {
      what: 'a missing column, without a token,',
      fault: /lacks what the gateway calls/,
      env: withoutToken,
      break: sql(
        'alter table public.sync_state rename subject to subject_away',
        'alter table public.sync_state rename subject_away to subject',
      ),
    },
    {
      what: 'a missing function, without a token,',
      fault: /lacks what the gateway calls/,
      env: withoutToken,
      break: sql(
        'alter function public.count_customers rename to count_customers_away',
        'alter function public.count_customers_away rename to count_customers',
      ),
    },
  ],
  row_security: [
    {
      what: 'row-level security that is off, and a right too many or too few,',
      fault: [
        /row-level security is off for public.stripe_customers/,
        /more is granted on public.stripe_customers .*authenticated update/,
        /more is granted on public.stripe_customers .*authenticated select/,
        /more is granted on public.record_customers .*public execute/,
        /more is granted on private.owner_ledger .*service_role select/,
        /less is granted on public.sync_state .*service_role/,
      ],
      break: sql(`
        alter table public.stripe_customers disable row level security;
        grant update on public.stripe_customers to authenticated;
        grant select (last_ticket) on public.stripe_customers to authenticated;
        grant execute on function public.record_customers to public;
        grant select on private.owner_ledger to service_role;
        revoke all on public.sync_state from service_role;`),
      isFixed: true,
    },
    {
      what: 'a table that strangers may read, without a token,',
      fault: /anyone with the publishable key/,
      env: withoutToken,
      break: sql(
        'grant select on public.stripe_customers to anon',
        'revoke select on public.stripe_customers from anon',
      ),
    },
    {
      what: 'a foreign policy',
      fault: /a policy that is not the gateway's: "everybody"/,
      remedy: /Authentication > Policies/,
      break: sql(
        'create policy "everybody" on public.stripe_customers for select to authenticated using (true)',
        'drop policy "everybody" on public.stripe_customers',
      ),
    },
    {
      what: 'a policy that was opened, and one for more',
      fault: [
        /"a person sees the customers under his address" does not do what/,
        /"only a person who proved the address by mail sees anything" does not do what/,
      ],
      remedy: /supabase\/migrations/,
      break: async (at) => {
        const { database } = at.supabase
        const { rows } = await database.query<{ qual: string }>(
          "select qual from pg_policies where policyname like 'a person sees%'",
        )
        const name = '"a person sees the customers under his address" on public.stripe_customers'
        const other =
          '"only a person who proved the address by mail sees anything" on public.stripe_customers'
        await database.exec(`alter policy ${name} using (true); alter policy ${other} to anon`)
        return () =>
          database.exec(
            `alter policy ${name} using (${rows[0]!.qual}); alter policy ${other} to authenticated`,
          )
      },
    },
    {
      what: 'a view past row-level security',
      fault: /the view public.everyone shows the gateway's rows/,
      remedy: /revoke all on public.everyone from/,
      break: sql(
        'create view public.everyone as select email from public.stripe_customers; grant select on public.everyone to anon',
        'drop view public.everyone',
      ),
    },
    {
      what: 'a missing policy',
      fault: /the policy "a person sees the customers under his address" is missing/,
      remedy: /supabase\/migrations/,
      break: sql(
        'alter policy "a person sees the customers under his address" on public.stripe_customers rename to away',
        'alter policy away on public.stripe_customers rename to "a person sees the customers under his address"',
      ),
    },
    {
      what: 'a trigger that is off',
      fault: /the trigger "stamp_address_move" is missing or off/,
      remedy: /SQL editor/,
      break: sql(
        'alter table auth.users disable trigger stamp_address_move',
        'alter table auth.users enable trigger stamp_address_move',
      ),
    },
    {
      what: 'a function that was loosened',
      fault: /the function "private.address_proven_within" does not do what/,
      remedy: /SQL editor/,
      break: replacing(
        'private.address_proven_within',
        'if newest is null',
        'if false and newest is null',
      ),
    },
    {
      what: 'a function that acts for another, or finds tables where somebody else puts them,',
      fault: [/"public.count_customers" does not do/, /"public.clear_link_requests" does not do/],
      remedy: /SQL editor/,
      break: sql(
        `alter function public.count_customers security definer;
         alter function public.clear_link_requests reset search_path`,
        `alter function public.count_customers security invoker;
         alter function public.clear_link_requests set search_path = ''`,
      ),
    },
    {
      what: 'a public schema that is not served',
      fault: /does not serve the schema "public"/,
      remedy: /Exposed schemas: add "public"/,
      break: controlling('supabase', { schemas: ['graphql_public'] }),
    },
    {
      what: 'a private schema that is served',
      fault: /serves the schema "private"/,
      remedy: /Exposed schemas/,
      break(at) {
        const { schemas } = at.supabase.controls
        at.supabase.control({ schemas: [...schemas, 'private'] })
        return () => at.supabase.control({ schemas })
      },
    },
  ],
  sign_in_rows: [
    {
      what: 'a row that keeps its user out',
      fault: [/1 of the project's users are kept under another/, /1 of the .* have metadata above/],
      warning: /1 email identities hold more/,
      break: sql(
        `set session_replication_role = replica;
         insert into auth.users (id, email, aud, raw_user_meta_data) values
           ('${spoiled}', 'spoiled@example.com', 'elsewhere', jsonb_build_object('a', repeat('x', 3000)));
         insert into auth.identities (provider_id, user_id, provider, identity_data) values
           ('${spoiled}', '${spoiled}', 'email', jsonb_build_object('a', repeat('x', 3000)));
         set session_replication_role = default`,
      ),
      isFixed: true,
    },
  ],
}
