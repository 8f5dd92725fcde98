import type { Mutant } from './mutant.ts'

/** What protects tokens, and whoever has none. */
export const tokenMutants: Mutant[] = [
  {
    defense: 'a limit counts under the account’s lock',
    out: 'if bearer.spent + charge_credits.cost > bearer.spend_limit then',
    by: 'if false then',
    test: 'tests/database/tokens/spending.test.ts',
  },
  {
    defense: 'what is settled no longer counts against the limit',
    out: 'set spent = kept.spent - surplus where',
    by: 'set spent = kept.spent where',
    test: 'tests/database/tokens/spending.test.ts',
  },
  {
    defense: 'a token that ended is refused',
    out: 'and kept.ended_at is null and (kept.expires_at is null or kept.expires_at > pg_catalog.now());\n  return found_token;',
    by: ';\n  return found_token;',
    test: 'tests/database/tokens/spending.test.ts',
  },
  {
    defense: 'only the hash of a token is kept',
    out: 'add_token.spend_limit, add_token.expires_at\n  )',
    by: 'add_token.spend_limit, add_token.expires_at\n  );\n  update private.api_tokens as kept set name = kept.name || secret where kept.hash = private.hash_token(secret)',
    test: 'tests/database/tokens/own-tokens.test.ts',
  },
  {
    defense: 'nobody ends a token that isn’t theirs',
    out: 'where kept.id = end_token.id and kept.account_id = private.own_account(live) and',
    by: 'where kept.id = end_token.id and',
    test: 'tests/database/tokens/own-tokens.test.ts',
  },
  {
    defense: 'nobody rotates a token that isn’t theirs',
    out: 'where kept.id = rotate_token.id and kept.account_id = private.own_account(live)\n',
    by: 'where kept.id = rotate_token.id\n',
    test: 'tests/database/tokens/own-tokens.test.ts',
  },
  {
    defense: 'tokens that ended within the hour count among those that were made',
    out: "where old.account_id = mine and old.ended_at < pg_catalog.now() - interval '1 hour'",
    by: 'where old.account_id = mine and old.ended_at is not null',
    test: 'tests/database/tokens/own-tokens.test.ts',
  },
  {
    defense: 'a token shows no address',
    out: `return private.describe_account(bearer.account_id) || '{ "address": null }';`,
    by: 'return private.describe_account(bearer.account_id);',
    test: 'tests/database/tokens/spending.test.ts',
  },
  {
    defense: 'a purchase token reaches its own rows only',
    out: 'if bearer.session is not null then\n      return private.describe_purchase(bearer);',
    by: 'if bearer.session is not null then\n      return private.describe_account((private.holders_of(bearer.sources))[1]);',
    test: 'tests/doors/tokens/stranger.test.ts',
  },
  {
    defense: 'a purchase token spends its own lots only',
    out: "  if of_purchase = '' then\n    perform private.pay_debt(payer);\n    select * into plan from private.plan_charge(payer, charge_credits.cost);",
    by: '  if true then\n    perform private.pay_debt(payer);\n    select * into plan from private.plan_charge(payer, charge_credits.cost);',
    test: 'tests/doors/tokens/stranger.test.ts',
  },
  {
    defense: 'a purchase token makes no debt',
    out: "if missing > 0 and (of_purchase <> '' or not",
    by: 'if missing > 0 and (not',
    test: 'tests/database/tokens/purchase-tokens.test.ts',
  },
  {
    defense: 'a purchase token learns nothing of the account’s keys',
    out: "  of_purchase := coalesce(bearer.session, '');",
    by: "  of_purchase := '';",
    test: 'tests/database/tokens/purchase-tokens.test.ts',
  },
  {
    defense: 'a proof ends the tokens of what was paid under the address',
    out: '  perform private.end_purchase_tokens(array[mine]);\n  return private.describe_account(mine)',
    by: '  return private.describe_account(mine)',
    test: 'tests/doors/tokens/stranger.test.ts',
  },
  {
    defense: 'asking for links ends the tokens of what was paid under the address',
    out: '  perform private.end_purchase_tokens(array(\n    select kept.id from private.accounts as kept',
    by: '  perform (array(\n    select kept.id from private.accounts as kept',
    test: 'tests/doors/tokens/stranger.test.ts',
  },
  {
    defense: 'whoever proved their address gets no purchase token',
    out: 'or exists (select from private.proven_orders as kept where kept.session = of_session collate "C")\n    or private.find_account(hand_out_token.reference, null, mode) is not null',
    by: '',
    test: 'tests/doors/tokens/stranger.test.ts',
  },
  {
    defense: 'a purchase token is handed out once',
    out: '  on conflict (session) do nothing;\n  return case when found',
    by: '  on conflict (session) do update set hash = excluded.hash, expires_at = excluded.expires_at, ended_at = null;\n  return case when found',
    test: 'tests/doors/tokens/stranger.test.ts',
  },
  {
    defense: 'a token that can’t be ours costs no call',
    out: 'const standing = isApiToken(apiToken, world.livemode)\n    ? await world.records.findByToken(apiToken)\n    : null',
    by: 'const standing = await world.records.findByToken(apiToken)',
    test: 'tests/doors/tokens/me.test.ts',
  },
  {
    defense: 'a token that is shown leaves the page with the visitor',
    out: "addEventListener('pagehide', () => clear(), { signal: page.signal })",
    by: '',
    test: 'tests/flows/tokens/secret.long.test.ts',
  },
  {
    defense: 'a page without a billing account is cleared when the sign-in ends',
    out: 'const words = page.text.nothingFound\n  endAtExpiry(page, email)',
    by: 'const words = page.text.nothingFound',
    test: 'tests/flows/tokens/secret.long.test.ts',
  },
  {
    defense: 'a token that is shown is kept in no storage',
    out: 'value.focus()\n      value.select()',
    by: "value.focus()\n      value.select()\n      sessionStorage.setItem('made', token)",
    test: 'tests/flows/tokens/secret.long.test.ts',
  },
  {
    defense: 'a press for a token waits for the one before',
    out: 'if (isBusy) return',
    by: '',
    test: 'tests/flows/tokens/life.long.test.ts',
  },
  {
    defense: 'the end of a token that was not answered is not taken for one',
    out: 'answer.status === success && isAnswer(body)',
    by: 'isAnswer(body)',
    test: 'tests/page/tokens.test.ts',
  },
  {
    defense: 'half a date is not taken for no last day',
    out: "if (value === '' && !isBad)",
    by: "if (value === '')",
    test: 'web/account/tokens/read-order.test.ts',
  },
]
