-- What Stripe would say, and a log of what the rows said on the way.
create schema truth;
grant usage on schema truth to service_role;
create table truth.customers (id text primary key, email text not null);
create table truth.sales (
  source text primary key, customer text, email text, chain text, price text not null, quantity bigint not null,
  paid bigint not null, cost bigint not null, captured bigint not null, taken_back bigint not null default 0,
  version bigint not null default 1
);
create table truth.seen (at bigserial primary key, source text not null, version text not null);
grant select, insert, update on truth.customers, truth.sales to service_role;

create function truth.sale(of_source text) returns jsonb language sql volatile as $$
  select jsonb_build_object(
    'source', source, 'customer', customer, 'email', email, 'paid_at', now(),
    'payments', jsonb_build_object('captured', captured, 'taken_back', taken_back),
    'lines', jsonb_build_array(jsonb_build_object(
      'line', 'il_' || source, 'price', price, 'product', null, 'quantity', quantity, 'status', version::text,
      'starts_at', '2026-01-01T00:00:00Z', 'chain', chain, 'paid', paid, 'cost', cost, 'worth', cost, 'currency', 'eur'
    ))
  ) from truth.sales where source = of_source
$$;
create function truth.customer(of_id text) returns jsonb language sql volatile as $$
  select jsonb_build_array(
    jsonb_build_object('stripe_customer_id', id, 'email', email, 'livemode', true, 'deleted', false)
  ) from truth.customers where id = of_id
$$;
create function truth.note() returns trigger language plpgsql security definer as $$
begin
  insert into truth.seen (source, version) values (new.source, new.status);
  return null;
end $$;
create trigger note after insert or update on private.purchases for each row execute function truth.note();
