/**
 * Where something about a person is kept. `addresses`: columns, or fields of JSON columns, that hold an address.
 * `user`, `account`: one that holds the id of a user of Supabase Auth, or of an account.
 */
export type Place = {
  /** With its schema. */
  table: string
  /** What the rows are, for the owner. */
  what: string
  addresses?: readonly string[]
  user?: string
  account?: string
  /** What is emptied, if the row itself has to stay. */
  empties?: string
  /** The row stays as it is: without the address elsewhere it is nobody's. */
  stays?: true
}

/**
 * Everything that holds an address, or what belongs to its user, in the order in which it is deleted: users last,
 * because the others are found by them. A table that isn't there is left out: Supabase Auth's differ between versions.
 * A new table needs its line here, or in `tests/cli/person/without-people.ts`, which says why it has no address.
 */
export const places: readonly Place[] = [
  {
    table: 'auth.audit_log_entries',
    what: 'entries in the log of Auth',
    addresses: ["payload ->> 'actor_username'", "payload #>> '{traits,user_email}'"],
    user: "payload ->> 'actor_id'",
  },
  { table: 'auth.saml_relay_states', what: 'single sign-ons under way', addresses: ['for_email'] },
  { table: 'auth.flow_state', what: 'sign-ins under way', user: 'user_id' },
  {
    table: 'auth.one_time_tokens',
    what: 'emailed links',
    addresses: ['relates_to'],
    user: 'user_id',
  },
  { table: 'auth.refresh_tokens', what: 'tokens of sessions', user: 'user_id' },
  { table: 'auth.sessions', what: 'sessions', user: 'user_id' },
  { table: 'private.link_requests', what: 'counts of requests for links', addresses: ['address'] },
  { table: 'private.proven_orders', what: 'orders through the page', account: 'account_id' },
  { table: 'private.carts', what: 'carts', account: 'account_id' },
  { table: 'private.address_moves', what: 'times of changes of address', user: 'user_id' },
  { table: 'private.api_tokens', what: 'tokens', account: 'account_id' },
  // Its id is in the ledger, and perhaps in the owner's tables. Nobody can prove what has no @.
  {
    table: 'private.accounts',
    what: 'accounts',
    addresses: ['address'],
    empties: "address = 'forgotten:' || t.id",
  },
  { table: 'private.charges', what: 'charges of credits', account: 'account_id', stays: true },
  { table: 'private.account_moves', what: 'moves away', account: 'giver', stays: true },
  { table: 'private.account_moves', what: 'moves here', account: 'receiver', stays: true },
  {
    table: 'private.purchases',
    what: 'purchases',
    account: 'account_id',
    empties: 'note = null',
  },
  { table: 'public.stripe_customers', what: 'rows of customers', addresses: ['email'] },
  {
    table: 'auth.identities',
    what: 'ways to sign in',
    addresses: ["identity_data ->> 'email'"],
    user: 'user_id',
  },
  {
    table: 'auth.users',
    what: 'unconfirmed changes to this address, of other users',
    addresses: ['email_change'],
    empties: `email_change = '', email_change_token_new = '', email_change_token_current = '',
      email_change_confirm_status = 0`,
  },
  { table: 'auth.users', what: 'users', addresses: ['email'] },
]
