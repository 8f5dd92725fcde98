-- Whoever comes back from paying, and proved no address, gets a token for what was bought: once, for a day, and for
-- nothing else of the address that was typed.

create function private.hand_out_token(mode boolean, of_session text, reference text, of_sources text[])
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  secret text;
begin
  -- Of a purchase a second token is never made: its row outlives the hour of the return, and its charges.
  delete from private.api_tokens as old
  where old.session is not null and old.made_at < pg_catalog.now() - interval '100 days';
  if of_session is null
    -- Whoever proved an address has no need of one, and an order for an account is that account's.
    or exists (select from private.proven_orders as kept where kept.session = of_session collate "C")
    or private.find_account(hand_out_token.reference, null, mode) is not null
    or exists (
      select from private.purchases as kept
      where kept.source = any (of_sources collate "C") and kept.is_referenced
    )
    or private.holders_of(of_sources) is null
    -- Wholly refunded, or over.
    or not exists (
      select from private.purchases as kept
      where kept.id in (select private.rows_of(of_sources))
        and (kept.access_until > pg_catalog.now() or kept.is_open and kept.lot_until > pg_catalog.now())
    ) then
    return null;
  end if;
  secret := private.make_secret(mode);
  insert into private.api_tokens (hash, livemode, session, sources, name, last_four, expires_at)
  values (
    private.hash_token(secret), mode, of_session, of_sources, 'purchase', pg_catalog.right(secret, 4),
    pg_catalog.now() + interval '24 hours'
  )
  on conflict (session) do nothing;
  return case when found then secret end;
end
$$;
comment on function private.hand_out_token(boolean, text, text, text[]) is
  'A token that reaches the rows of one purchase for a day; null: it was handed out before, somebody proved who they are, the order names an account, or there is nothing to reach.';
revoke execute on function private.hand_out_token(boolean, text, text, text[]) from public, anon, authenticated, service_role;

-- As before, and a proof that asks for links ends the tokens of purchases that were paid under the address. Definer, as
-- the next: nobody touches the tokens themselves.
create or replace function public.count_link_request(of_address text)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  counted private.link_requests;
begin
  insert into private.link_requests as kept (address, window_started_at, requests)
  values (of_address, pg_catalog.now(), 1)
  on conflict (address) do update
    set requests = case
        when kept.window_started_at > pg_catalog.now() - interval '10 minutes' then kept.requests + 1
        else 1
      end,
      window_started_at = case
        when kept.window_started_at > pg_catalog.now() - interval '10 minutes' then kept.window_started_at
        else pg_catalog.now()
      end
  returning kept.* into counted;
  perform private.end_purchase_tokens(array(
    select kept.id from private.accounts as kept
    where kept.livemode in (true, false) and kept.address = of_address collate "C"
  ));
  return case
    when counted.requests <= 120 then 0
    else greatest(
      1, pg_catalog.ceil(extract(epoch from counted.window_started_at + interval '10 minutes' - pg_catalog.now()))::integer
    )
  end;
end
$$;

-- As before, and it hands out the purchase token: in the same call, so that nobody waits for another.
create or replace function public.record_return(mode boolean, given jsonb, ticket bigint default 0)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  read jsonb;
  told jsonb;
  is_behind boolean := false;
  wants_payments boolean := false;
  since timestamptz;
  secret text;
begin
  -- The sources before the customer, in one order, as everybody who writes a source: nobody waits in a ring.
  for read in
    select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry
    order by entry ->> 'source' collate "C"
  loop
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(read ->> 'source', 0));
  end loop;
  -- Ticket 0: where a row is there already, it holds what somebody read who came before.
  perform public.record_customers(given -> 'customers', ticket);
  perform public.record_catalogue(given -> 'products', given -> 'prices', ticket);
  for read in select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry loop
    told := public.record_purchase(mode, read, ticket);
    wants_payments := wants_payments or told ->> 'outcome' = 'payments_wanted';
    is_behind := is_behind or (
      told ->> 'outcome' = 'overtaken'
      and (ticket = 0 or (told ->> 'read_ticket')::bigint < ticket)
      and private.says_otherwise(read)
    );
  end loop;
  select pg_catalog.min(kept.recorded_at) into since
  from private.purchases as kept
  join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
    on kept.source = named.read ->> 'source' collate "C";
  -- Not before it is recorded as it is now, with what was taken back.
  if given ? 'bearer' and not is_behind and not wants_payments
    and coalesce((given #>> '{bearer,since}')::timestamptz, since) > pg_catalog.now() - interval '1 hour' then
    secret := private.hand_out_token(
      mode, given #>> '{bearer,session}', given #>> '{bearer,reference}',
      array(select named.read ->> 'source' from pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read))
    );
  end if;
  return pg_catalog.jsonb_build_object(
    'token', secret,
    'is_behind', is_behind,
    'wants_payments', wants_payments,
    'credits', (
      select coalesce(
        pg_catalog.jsonb_agg(
          (select case when pg_catalog.bool_and(kept.granted is not null) then pg_catalog.sum(kept.granted - kept.revoked) end
            from private.purchases as kept
            join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
              on kept.source = named.read ->> 'source' collate "C"
            where kept.price = line.price collate "C" and kept.source !~ '^sub_')
          order by line.place
        ),
        '[]'
      )
      from rows from (pg_catalog.jsonb_to_recordset(given -> 'lines') as (price text)) with ordinality as line (price, place)
    ),
    'access', (
      select coalesce(
        pg_catalog.jsonb_agg(
          (select pg_catalog.jsonb_agg(name order by name collate "C")
            from pg_catalog.unnest(private.access_names(mode, line.price, line.product)) as named (name))
          order by line.place
        ),
        '[]'
      )
      from rows from (
        pg_catalog.jsonb_to_recordset(given -> 'lines') as (price text, product text)
      ) with ordinality as line (price, product, place)
    ),
    'recorded_at', since
  );
end
$$;
comment on function public.record_return(boolean, jsonb, bigint) is
  'Records what a returning buyer bought, and says what each line opens and grants, since when it is recorded, whether the rows hold something else that was read before (then read again under a ticket), and whether it wants to know what was paid. Hands out the token of the purchase, once, where bearer is given.';
