-- How often an address asked for links: whoever signed in may ask 120 times in ten minutes, so that nobody
-- uses up the owner's quota at Stripe.
create table private.link_requests (
  address text collate "C" primary key,
  window_started_at timestamptz not null,
  requests integer not null
);
comment on table private.link_requests is 'Requests for links per address in the running ten minutes.';

-- Clearing what is over.
create index link_requests_window_started_at_idx on private.link_requests (window_started_at);

alter table private.link_requests enable row level security;
revoke all on private.link_requests from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.link_requests to service_role;

create function public.count_link_request(of_address text)
returns integer
language sql
volatile
security invoker
set search_path = ''
as $$
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
  returning case
    when requests <= 120 then 0
    else greatest(1, pg_catalog.ceil(extract(epoch from window_started_at + interval '10 minutes' - pg_catalog.now()))::integer)
  end
$$;
comment on function public.count_link_request(text) is
  'Counts one request of this folded address. 0: go on. Otherwise: seconds to wait.';
revoke execute on function public.count_link_request(text) from public, anon, authenticated, service_role;
grant execute on function public.count_link_request(text) to service_role;

create function public.clear_link_requests()
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  delete from private.link_requests where window_started_at < pg_catalog.now() - interval '10 minutes'
$$;
comment on function public.clear_link_requests() is 'Forgets the addresses whose ten minutes are over.';
revoke execute on function public.clear_link_requests() from public, anon, authenticated, service_role;
grant execute on function public.clear_link_requests() to service_role;
