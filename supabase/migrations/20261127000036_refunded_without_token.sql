-- As before, and a subscription that is refunded in full has no token, although it goes on.
create or replace function private.hand_out_token(mode boolean, of_session text, reference text, of_sources text[])
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
    -- Refunded: a subscription may go on all the same, but all of its credits were taken back.
    or exists (
      select from private.purchases as kept
      where kept.id in (select private.rows_of(of_sources))
      having pg_catalog.sum(kept.granted) > 0 and pg_catalog.sum(kept.granted - kept.revoked) = 0
    )
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
