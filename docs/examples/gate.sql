-- Your own table, in which each person reads their own rows. In test mode, write `live => false`. A sign-in proves the
-- address for a day here; thirty days (2592000 seconds) at most.
create table public.reports (
  account_id uuid not null references private.accounts (id),
  body text not null
);
alter table public.reports enable row level security;
grant select on public.reports to authenticated;
create policy "a person reads their own reports" on public.reports for select to authenticated
  using (account_id = (select public.my_account_id(live => true, max_age_seconds => 86400)));
