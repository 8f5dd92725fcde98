-- A cart that follows whoever proved their address from one device to another: ids of prices and how many, no more.
create table private.carts (
  account_id uuid primary key references private.accounts (id) on delete cascade,
  lines jsonb not null,
  version bigint not null default 1,
  saved_at timestamptz not null default pg_catalog.now()
);
comment on table private.carts is 'What somebody put into their cart and has not paid, for ninety days.';
comment on column private.carts.lines is 'A list of { price, quantity }, each price once; at most a hundred, and 8 kB.';
comment on column private.carts.version is 'Grows with each saving: who saves says which one they saw.';

-- The clock looks for those that are over.
create index carts_saved_at_idx on private.carts (saved_at);

alter table private.carts enable row level security;
revoke all on private.carts from public, anon, authenticated, service_role;

create function private.is_cart(lines jsonb)
returns boolean
language sql
immutable
security invoker
set search_path = ''
as $$
  select coalesce(
    pg_catalog.jsonb_typeof(lines) = 'array'
      and pg_catalog.octet_length(lines::text) <= 8192
      and pg_catalog.jsonb_array_length(lines) <= 100
      and (
        select coalesce(
          pg_catalog.bool_and(
            pg_catalog.jsonb_typeof(line) = 'object'
              and line - 'price' - 'quantity' = '{}'
              and pg_catalog.jsonb_typeof(line -> 'price') = 'string'
              and line ->> 'price' ~ '^[A-Za-z0-9_][A-Za-z0-9_.@+: -]{0,254}$'
              and pg_catalog.jsonb_typeof(line -> 'quantity') = 'number'
              and line ->> 'quantity' ~ '^[1-9][0-9]?$'
          )
            and pg_catalog.count(distinct line -> 'price') = pg_catalog.count(*),
          true
        )
        from pg_catalog.jsonb_array_elements(
          case when pg_catalog.jsonb_typeof(lines) = 'array' then lines else '[]' end
        ) as element (line)
      ),
    false
  )
$$;
comment on function private.is_cart(jsonb) is 'Whether these are lines of a cart, and nothing else.';
revoke execute on function private.is_cart(jsonb) from public, anon, authenticated, service_role;

alter table private.carts add constraint carts_lines_check check (private.is_cart(lines));

create function private.describe_cart(of_account uuid)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(
    (
      select pg_catalog.jsonb_build_object('lines', kept.lines, 'version', kept.version)
      from private.carts as kept
      -- Reading keeps the time, however late the clock is.
      where kept.account_id = of_account and kept.saved_at > pg_catalog.now() - interval '90 days'
    ),
    pg_catalog.jsonb_build_object('lines', '[]'::jsonb, 'version', 0)
  )
$$;
comment on function private.describe_cart(uuid) is 'The cart of an account; empty, and version 0, where there is none.';
revoke execute on function private.describe_cart(uuid) from public, anon, authenticated, service_role;

-- Definer, as the next ones: nobody touches the table itself.
create function public.my_cart(live boolean default true)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select case when private.proven_address() is null
    then pg_catalog.jsonb_build_object('outcome', 'account_unknown')
    else pg_catalog.jsonb_build_object('outcome', 'found') || private.describe_cart(private.own_account(live)) end
$$;
comment on function public.my_cart(boolean) is
  'The cart of the address that the asking person proved within the hour. account_unknown: nothing is proven.';
revoke execute on function public.my_cart(boolean) from public, anon, authenticated, service_role;
grant execute on function public.my_cart(boolean) to authenticated;

create function public.save_my_cart(lines jsonb, seen bigint, live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  proven text := private.proven_address();
  mine uuid;
  is_saved boolean;
begin
  if proven is null then
    return pg_catalog.jsonb_build_object('outcome', 'account_unknown');
  end if;
  if not private.is_cart(save_my_cart.lines) or save_my_cart.seen is null then
    raise exception 'give up to a hundred lines of { price, quantity }, and the version that was seen'
      using errcode = '22023';
  end if;
  mine := private.account_for(save_my_cart.live, proven);
  -- What is over is as if it weren't there.
  delete from private.carts as kept
  where kept.account_id = mine and kept.saved_at <= pg_catalog.now() - interval '90 days';
  if save_my_cart.seen = 0 then
    insert into private.carts (account_id, lines) values (mine, save_my_cart.lines)
    on conflict (account_id) do nothing;
  else
    update private.carts as kept
    set lines = save_my_cart.lines, version = kept.version + 1, saved_at = pg_catalog.now()
    where kept.account_id = mine and kept.version = save_my_cart.seen;
  end if;
  is_saved := found;
  return pg_catalog.jsonb_build_object('outcome', case when is_saved then 'saved' else 'changed' end)
    || private.describe_cart(mine);
end
$$;
comment on function public.save_my_cart(jsonb, bigint, boolean) is
  'Saves the cart of the proven address if it is still the version that was seen (0: there was none). changed: it isn''t, and this is what it is now.';
revoke execute on function public.save_my_cart(jsonb, bigint, boolean) from public, anon, authenticated, service_role;
grant execute on function public.save_my_cart(jsonb, bigint, boolean) to authenticated;

create function public.clear_carts()
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  delete from private.carts where saved_at <= pg_catalog.now() - interval '90 days'
$$;
comment on function public.clear_carts() is 'Forgets the carts that nobody has touched for ninety days.';
revoke execute on function public.clear_carts() from public, anon, authenticated, service_role;
grant execute on function public.clear_carts() to service_role;
