-- A table as site owners made it by hand in the Dashboard in 2022, with its policy and what an export had filled in.
create table public.stripe_customers (
  stripe_customer_id text,
  email text
);
alter table public.stripe_customers enable row level security;
create policy "Customers can view their own data" on public.stripe_customers
  for select using ((auth.jwt() ->> 'email') = email);

insert into public.stripe_customers (stripe_customer_id, email) values
  ('cus_by_hand_1', 'ada@example.com'),
  ('cus_by_hand_2', 'Grace@Example.com');
