-- What is for sale, found by words: of any language, without its accents, by the beginnings of words and by parts of
-- them. No extension, and no language in the index.
create function private.fold_words(given text)
returns text
language sql
immutable
security invoker
set search_path = ''
as $$
  -- Taken apart, without the marks of Latin and Arabic letters, put together again. What no mark explains is said by
  -- hand, before "lower", which in a database without a locale knows no other capitals than A to Z.
  select pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
    pg_catalog.lower(pg_catalog.translate(
      pg_catalog."normalize"(
        pg_catalog.regexp_replace(
          pg_catalog."normalize"(given, 'NFKD'), '[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]', '', 'g'
        ),
        'NFKC'
      ),
      'ØøŁłĐđÆŒẞ', 'oollddæœß'
    )),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')
$$;
comment on function private.fold_words(text) is
  'The one spelling in which words are looked for: "Crème Brûlée ＡＢＣ" is "creme brulee abc".';

create function private.split_words(given text)
returns text
language sql
immutable
security invoker
set search_path = ''
as $$
  -- By their numbers, because classes such as [:alnum:] depend on the database's locale.
  select pg_catalog.btrim(pg_catalog.regexp_replace(
    private.fold_words(given),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\ufe00-\ufe0f\U0001f000-\U0001faff]+',
    ' ', 'g'
  ))
$$;
comment on function private.split_words(text) is 'Folded words with one blank between them, and nothing else.';

create function private.join_texts(description text, features text[])
returns text
language sql
immutable
security invoker
set search_path = ''
as $$
  select coalesce(description, '') || ' ' || pg_catalog.array_to_string(features, ' ')
$$;
comment on function private.join_texts(text, text[]) is
  'What is said of a product, in one text. Immutable, which array_to_string is for texts only.';

revoke execute on function private.fold_words(text) from public, anon, authenticated, service_role;
revoke execute on function private.split_words(text) from public, anon, authenticated, service_role;
revoke execute on function private.join_texts(text, text[]) from public, anon, authenticated, service_role;

alter table public.stripe_products
  add column search tsvector generated always as (
    pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', private.split_words(coalesce(name, ''))), 'A')
    || pg_catalog.setweight(
      pg_catalog.to_tsvector('pg_catalog.simple', private.split_words(private.join_texts(description, features))), 'B'
    )
  ) stored,
  add column search_text text collate "C" generated always as (
    private.split_words(coalesce(name, '') || ' ' || private.join_texts(description, features))
  ) stored;
comment on column public.stripe_products.search is 'Words of the name (A) and of what is said of it (B), folded.';
comment on column public.stripe_products.search_text is 'The same as one text, for parts of words and for Japanese, which has no blanks.';

-- Words that are searched for.
create index stripe_products_search_idx on public.stripe_products using gin (search);
-- When anything was last read is told with every answer, and asked for what the daily pass did not meet.
create index stripe_products_updated_idx on public.stripe_products (livemode, updated_at);
create index stripe_prices_updated_idx on public.stripe_prices (livemode, updated_at);
-- What is shown of a product: on offer, or sold out.
create index stripe_prices_shown_idx on public.stripe_prices (livemode, stripe_product_id, amount)
  where (is_offered or is_sold_out) and active and not deleted;

grant select (search, search_text) on public.stripe_products to service_role;

create function private.stems_of(word text, language text)
returns text[]
language sql
immutable
security invoker
set search_path = ''
as $$
  with stem as (
    select (case language
      when 'en' then pg_catalog.ts_lexize('pg_catalog.english_stem', word)
      when 'de' then pg_catalog.ts_lexize('pg_catalog.german_stem', word)
      when 'fr' then pg_catalog.ts_lexize('pg_catalog.french_stem', word)
      when 'es' then pg_catalog.ts_lexize('pg_catalog.spanish_stem', word)
      when 'ar' then pg_catalog.ts_lexize('pg_catalog.arabic_stem', word)
    end)[1] as word
  )
  -- English writes "stories" and "story".
  select pg_catalog.array_remove(array[
    word, stem.word, case when language = 'en' then pg_catalog.regexp_replace(stem.word, 'i$', 'y') end
  ], null)
  from stem
$$;
comment on function private.stems_of(text, text) is
  'The beginnings by which a word is looked for: its own, and its stem in the language of whoever asks.';

create function private.search_query(words text[], language text)
returns tsquery
language sql
immutable
security invoker
set search_path = ''
as $$
  select pg_catalog.string_agg(
    (
      select '(' || pg_catalog.string_agg(pg_catalog.quote_literal(stem) || ':*', ' | ') || ')'
      from pg_catalog.unnest(private.stems_of(word, language)) as stem
    ),
    ' & '
  )::tsquery
  from pg_catalog.unnest(words) as word
$$;
comment on function private.search_query(text[], text) is 'Every word, or its stem, at the beginning of some word.';

create function private.offer_of(price public.stripe_prices, product public.stripe_products)
returns jsonb
language sql
immutable
security invoker
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'price', price.stripe_price_id,
    'product', product.stripe_product_id,
    'name', product.name,
    'description', product.description,
    'image', product.image,
    'images', product.images,
    'features', product.features,
    'amount', price.amount,
    'currency', price.currency,
    'interval', price.interval,
    'interval_count', price.interval_count,
    'custom', case when price.is_custom then pg_catalog.jsonb_build_object(
      'minimum', price.custom_minimum, 'maximum', price.custom_maximum, 'preset', price.custom_preset
    ) end,
    'tax', price.tax_behavior,
    'sold_out', price.is_sold_out,
    -- Key by key the price's wins, also where it can't be read.
    'trial_days', case when 'trial_days' = any (price.unreadable) then null
      else coalesce(price.trial_days, product.trial_days) end,
    'credits', case when 'credits' = any (price.unreadable) then null
      else coalesce(price.credits, product.credits) end,
    'credits_per_100', case when 'credits_per_100' = any (price.unreadable) then null
      else coalesce(price.credits_per_100, product.credits_per_100) end,
    'access', coalesce(price.access, product.access, array[product.stripe_product_id])
  )
$$;
comment on function private.offer_of(public.stripe_prices, public.stripe_products) is
  'A price with its product, as the page is told.';

create function private.offers_of(mode boolean, products text[])
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select coalesce(
    pg_catalog.jsonb_agg(private.offer_of(price, product) order by wanted.place, price.amount, price.stripe_price_id),
    '[]'
  )
  from pg_catalog.unnest(products) with ordinality as wanted (id, place)
  join public.stripe_products as product
    on product.livemode = mode and product.stripe_product_id = wanted.id
  join public.stripe_prices as price
    on price.livemode = mode and price.stripe_product_id = wanted.id
  where product.active and not product.deleted
    and (price.is_offered or price.is_sold_out) and price.active and not price.deleted
$$;
comment on function private.offers_of(boolean, text[]) is
  'What is shown of these products, in their order, and in each the cheapest price first.';

create function private.catalogue_read_at(mode boolean)
returns timestamptz
language sql
stable
security invoker
set search_path = ''
as $$
  select greatest(
    (select pg_catalog.max(product.updated_at) from public.stripe_products as product where product.livemode = mode),
    (select pg_catalog.max(price.updated_at) from public.stripe_prices as price where price.livemode = mode)
  )
$$;
comment on function private.catalogue_read_at(boolean) is 'When anything of that mode was last read from Stripe.';

revoke execute on function private.stems_of(text, text) from public, anon, authenticated, service_role;
revoke execute on function private.search_query(text[], text) from public, anon, authenticated, service_role;
revoke execute on function private.offer_of(public.stripe_prices, public.stripe_products) from public, anon, authenticated, service_role;
revoke execute on function private.offers_of(boolean, text[]) from public, anon, authenticated, service_role;
revoke execute on function private.catalogue_read_at(boolean) from public, anon, authenticated, service_role;
grant execute on function private.fold_words(text) to service_role;
grant execute on function private.split_words(text) to service_role;
grant execute on function private.stems_of(text, text) to service_role;
grant execute on function private.search_query(text[], text) to service_role;
grant execute on function private.offer_of(public.stripe_prices, public.stripe_products) to service_role;
grant execute on function private.offers_of(boolean, text[]) to service_role;
grant execute on function private.catalogue_read_at(boolean) to service_role;

create function private.shown_of(mode boolean, product text, out prices bigint, out lowest bigint)
language sql
stable
security invoker
set search_path = ''
as $$
  select pg_catalog.count(*), pg_catalog.min(price.amount)
  from public.stripe_prices as price
  where price.livemode = mode and price.stripe_product_id = product
    and (price.is_offered or price.is_sold_out) and price.active and not price.deleted
$$;
comment on function private.shown_of(boolean, text) is 'How many prices of a product are shown, and the lowest amount.';
revoke execute on function private.shown_of(boolean, text) from public, anon, authenticated, service_role;
grant execute on function private.shown_of(boolean, text) to service_role;

create function private.found_products(mode boolean, words text[], language text)
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  wanted tsquery := private.search_query(words, language);
  -- Japanese and its neighbors write no blanks between words.
  is_joined boolean := pg_catalog.array_to_string(words, '') ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]';
  -- None of the signs that mean something to "like" is left in a word.
  parts text[] := (select pg_catalog.array_agg('%' || word || '%') from pg_catalog.unnest(words) as word);
  found_ids text[];
begin
  -- However many there are, so many are put in order: what is in most rows costs no more.
  if not is_joined then
    select pg_catalog.array_agg(hit.id order by hit.rank desc, hit.lowest, hit.name collate "C", hit.id)
    into found_ids
    from (
      select product.stripe_product_id as id, product.name, pg_catalog.ts_rank(product.search, wanted) as rank, shown.lowest
      from public.stripe_products as product
      cross join lateral private.shown_of(mode, product.stripe_product_id) as shown
      where product.livemode = mode and product.search @@ wanted and product.active and not product.deleted
        and shown.prices > 0
      limit 200
    ) as hit;
  end if;
  if found_ids is null then
    select pg_catalog.array_agg(hit.id order by hit.is_named desc, hit.lowest, hit.name collate "C", hit.id)
    into found_ids
    from (
      select product.stripe_product_id as id, product.name, shown.lowest,
        pg_catalog.strpos(private.split_words(product.name), words[1]) > 0 as is_named
      from public.stripe_products as product
      cross join lateral private.shown_of(mode, product.stripe_product_id) as shown
      where product.livemode = mode and product.active and not product.deleted
        and product.search_text like all (parts)
        and shown.prices > 0
      limit 200
    ) as hit;
  end if;
  return coalesce(found_ids, '{}');
end
$$;
comment on function private.found_products(boolean, text[], text) is
  'The best of the first two hundred products that have every word: its beginning or its stem, else a part of any word; those with the words in their name first, then the cheapest.';
revoke execute on function private.found_products(boolean, text[], text) from public, anon, authenticated, service_role;
grant execute on function private.found_products(boolean, text[], text) to service_role;

create function private.cheapest_products(mode boolean, after integer, most integer)
returns text[]
language sql
stable
security invoker
set search_path = ''
as $$
  select coalesce(pg_catalog.array_agg(page.id order by page.lowest, page.name collate "C", page.id), '{}')
  from (
    select product.stripe_product_id as id, product.name, shown.lowest
    from (
      select price.stripe_product_id as id, pg_catalog.min(price.amount) as lowest
      from public.stripe_prices as price
      where price.livemode = mode
        and (price.is_offered or price.is_sold_out) and price.active and not price.deleted
      group by price.stripe_product_id
    ) as shown
    join public.stripe_products as product
      on product.livemode = mode and product.stripe_product_id = shown.id
    where product.active and not product.deleted
    order by shown.lowest, product.name collate "C", product.stripe_product_id
    offset after
    limit most
  ) as page
$$;
comment on function private.cheapest_products(boolean, integer, integer) is
  'Products that are shown, the cheapest first, after so many of them.';
revoke execute on function private.cheapest_products(boolean, integer, integer) from public, anon, authenticated, service_role;
grant execute on function private.cheapest_products(boolean, integer, integer) to service_role;

create function public.search_offers(mode boolean, words text, language text, after integer, most integer)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  asked text[] := (pg_catalog.string_to_array(nullif(private.split_words(pg_catalog.left(words, 64)), ''), ' '))[1:8];
  page text[];
begin
  if asked is null then
    page := private.cheapest_products(mode, after, most + 1);
  else
    page := (private.found_products(mode, asked, language))[after + 1 : after + most + 1];
  end if;
  return pg_catalog.jsonb_build_object(
    'offers', private.offers_of(mode, page[1:most]),
    'next', case when pg_catalog.cardinality(page) > most then after + most end,
    'updated_at', private.catalogue_read_at(mode)
  );
end
$$;
comment on function public.search_offers(boolean, text, text, integer, integer) is
  'A page of products that have all of the words, with their prices; without words, of all that are shown. next: what to ask after; null: there are no more.';
revoke execute on function public.search_offers(boolean, text, text, integer, integer) from public, anon, authenticated, service_role;
grant execute on function public.search_offers(boolean, text, text, integer, integer) to service_role;

create function public.find_offers(mode boolean, product text, prices text[])
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
#variable_conflict use_variable
begin
  return pg_catalog.jsonb_build_object(
    'offers', coalesce(
      case when product is not null then private.offers_of(mode, array[product]) end,
      (
        select coalesce(pg_catalog.jsonb_agg(private.offer_of(price, its) order by wanted.place), '[]')
        from pg_catalog.unnest(prices) with ordinality as wanted (id, place)
        join public.stripe_prices as price on price.livemode = mode and price.stripe_price_id = wanted.id
        join public.stripe_products as its
          on its.livemode = mode and its.stripe_product_id = price.stripe_product_id
        where its.active and not its.deleted
          and (price.is_offered or price.is_sold_out) and price.active and not price.deleted
      )
    ),
    'gone', case when prices is null then '[]' else public.order_lines(mode, prices) -> 'gone' end,
    'updated_at', private.catalogue_read_at(mode)
  );
end
$$;
comment on function public.find_offers(boolean, text, text[]) is
  'What is shown of one product, or of these prices; gone: those that can''t be ordered, as order_lines says.';
revoke execute on function public.find_offers(boolean, text, text[]) from public, anon, authenticated, service_role;
grant execute on function public.find_offers(boolean, text, text[]) to service_role;

-- The same offers as everywhere, and what is sold out among them.
create or replace function public.list_offers(mode boolean)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'offers', private.offers_of(mode, private.cheapest_products(mode, 0, null)),
    'updated_at', private.catalogue_read_at(mode)
  )
$$;
