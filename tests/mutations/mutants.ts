/**
 * A defense taken out: `out`, which must be in exactly one place of `server/` or `supabase/`, is replaced by `by`;
 * `test` must then fail.
 */
export type Mutant = { defense: string; out: string; by: string; test: string }

export const mutants: Mutant[] = [
  {
    defense: 'nobody pays twice while a debit is on its way',
    out: "&& (owing.has(status) || method === 'send_invoice')",
    by: '',
    test: 'server/rules/subscription/summarize-subscription.test.ts',
  },
  {
    defense: 'an amount that tax or a discount may change is not shown',
    out: 'if (discounts.length > 0 || mayTaxBeAdded(item, subscription)) return null',
    by: '',
    test: 'server/rules/subscription/summarize-subscription.test.ts',
  },
  {
    defense: 'only an email proves the address (the password pre-hijack)',
    out: `if (!mailFactors.has(method)) throw unproven('"amr" holds a method other than a mailed one')`,
    by: '',
    test: 'tests/doors/portal-links/attacks.test.ts',
  },
  {
    defense: 'a shared secret counts only while no public key is listed (algorithm confusion)',
    out: 'if (keys.jwks()?.keys.length !== 0) throw new errors.JWKSNoMatchingKey()',
    by: '',
    test: 'tests/doors/portal-links/tokens.test.ts',
  },
  {
    defense: 'an address that moved proves nothing (the email-change attack)',
    out: "or newest <= private.last_address_move() + interval '1 minute'",
    by: '',
    test: 'tests/doors/portal-links/attacks.test.ts',
  },
  {
    defense: 'a flood of planted customers is asked about from both ends',
    out: 'const isCut = skip === 0 && oldest.length < total',
    by: 'const isCut = false',
    test: 'tests/doors/portal-links/planted.test.ts',
  },
  {
    defense: 'many spellings cost a bounded number of lists',
    out: 'groups.size === mostQuestions',
    by: 'groups.size === Infinity',
    test: 'tests/doors/portal-links/planted.test.ts',
  },
  {
    defense: 'an overdue payment puts nothing first',
    out: "const goodStatuses = new Set(['active', 'trialing'])",
    by: "const goodStatuses = new Set(['active', 'trialing', 'past_due'])",
    test: 'tests/doors/portal-links/planted.test.ts',
  },
  {
    defense: 'that there is more is told only to those who may see some',
    out: 'customers.length > 0 && (unrecorded',
    by: 'true && (unrecorded',
    test: 'tests/doors/portal-links/planted.test.ts',
  },
  {
    defense: 'a code ends with the address that it was emailed to',
    out: '"confirmation_token": "", "recovery_token": "", "reauthentication_token": "",',
    by: '"reauthentication_token": "",',
    test: 'tests/doors/portal-links/moved-address.test.ts',
  },
  {
    defense: 'a link ends with the address that it was emailed to',
    out: '  delete from auth.one_time_tokens where user_id = new.id;\n',
    by: '',
    test: 'tests/doors/portal-links/moved-address.test.ts',
  },
  {
    defense: 'a PKCE code ends with the address that it was drawn under',
    out: "  delete from auth.flow_state where user_id = new.id and authentication_method <> 'email_change';\n",
    by: '',
    test: 'tests/doors/portal-links/moved-address.test.ts',
  },
  {
    defense: 'metadata that a stranger wrote stays small',
    out: "patch := patch || pg_catalog.jsonb_build_object('raw_user_meta_data', kept);",
    by: 'null;',
    test: 'tests/doors/portal-links/locked-out.test.ts',
  },
  {
    defense: 'the copy of the metadata stays small',
    out: 'new.identity_data := private.trimmed_metadata(new.identity_data);',
    by: '',
    test: 'tests/doors/portal-links/locked-out.test.ts',
  },
  {
    defense: 'every user is under the one audience',
    out: `patch := patch || '{ "aud": "authenticated" }';`,
    by: 'null;',
    test: 'tests/doors/portal-links/locked-out.test.ts',
  },
  {
    defense: 'the link that a newer email replaces lives on',
    out: "other || '_token', token, other || '_sent_at', former -> (place || '_sent_at')",
    by: "'nothing', token",
    test: 'tests/owner-site/replaced-emails.test.ts',
  },
  {
    defense: 'a used email ends the other one',
    out: "other || '_token', '', place || '_sent_at', null, other || '_sent_at', null",
    by: "place || '_sent_at', null",
    test: 'tests/owner-site/replaced-emails.test.ts',
  },
  {
    defense: 'row-level security asks for the proof, too (the bare Data API)',
    out: 'using ((select private.proven_address()) is not null);',
    by: 'using (true);',
    test: 'tests/database/visibility.test.ts',
  },
  {
    defense: 'a single link is issued only for a row of the visitor’s own',
    out: '|| !own.some((row) => row.id === id)',
    by: '',
    test: 'tests/security/indistinguishable.test.ts',
  },
  {
    defense: 'a link is issued only if Stripe says now that the customer has the address',
    out: 'return customer.email !== null && foldAddress(customer.email) === address',
    by: 'return customer.email !== null || address !== ""',
    test: 'tests/doors/portal-links/healing.test.ts',
  },
  {
    defense: 'no link is issued while confirmations are off',
    out: '  await safe\n',
    by: '',
    test: 'tests/doors/portal-links/attacks.test.ts',
  },
  {
    defense: 'a webhook counts only with a signature',
    out: 'if (!answers.includes(true)) throw unsigned()',
    by: '',
    test: 'tests/doors/stripe-webhook/signature.test.ts',
  },
  {
    defense: 'a refused handler is done only if the row’s read began after its own first ticket',
    out: `return recorded.outcome !== 'overtaken' || recorded.readTicket >= first`,
    by: `return recorded.outcome !== 'overtaken' || first >= 0`,
    test: 'tests/doors/stripe-webhook/overlap.test.ts',
  },
  {
    defense: 'whoever is refused is told of the write that refused it, not of the one before',
    out: `case when told.is_taken then ticket else standing.read_ticket end`,
    by: 'ticket',
    test: 'tests/database/record-customers.test.ts',
  },
  {
    defense: 'a letter that can’t be read is kept',
    out: 'await world.letters.keep(subject.name, [{ id, createdAt }], ticket)',
    by: '',
    test: 'tests/doors/stripe-webhook/kept.test.ts',
  },
  {
    defense: 'a letter that came again while it was read stays',
    out: 'and kept.object_id = any (object_ids) and kept.ticket <= read_ticket',
    by: 'and kept.object_id = any (object_ids)',
    test: 'tests/database/kept-letters.test.ts',
  },
  {
    defense: 'no other audience counts, in the table',
    out: `or not coalesce(claims -> 'aud' in ('"authenticated"', '["authenticated"]'), false)`,
    by: '',
    test: 'tests/database/visibility.test.ts',
  },
  {
    defense: 'no list of several audiences counts, at the door',
    out: `return first === 'authenticated' && others.length === 0`,
    by: `return first === 'authenticated'`,
    test: 'server/rules/proof-of-address.test.ts',
  },
  {
    defense: 'Stripe’s key follows no redirect',
    out: `fetch(url, { ...init, redirect: 'error' }),`,
    by: 'fetch(url, init),',
    test: 'tests/security/redirects.test.ts',
  },
  {
    defense: 'made-up signing keys cost one look-up in two seconds',
    out: '|| now() < missedAt + restAfterMiss',
    by: '',
    test: 'tests/doors/portal-links/token-keys.test.ts',
  },
  {
    defense: 'an address that no database can hold is recorded as none',
    out: `const isText = email?.isWellFormed() === true && !email.includes('\\0')`,
    by: 'const isText = true',
    test: 'tests/doors/sync-customers.test.ts',
  },
  {
    defense: 'a webhook that is dated ahead does not count',
    out: 'Math.abs(Math.floor(now / 1000) - signedAt) <= toleranceSeconds',
    by: 'signedAt > 0',
    test: 'tests/doors/stripe-webhook/signature.test.ts',
  },
  {
    defense: 'only what has a public form is published',
    out: String.raw`if (!/^sb_publishable_[\w-]+$/.test(text) && roleOf(text) !== 'anon')`,
    by: `if (text === '')`,
    test: 'server/public-values.test.ts',
  },
  {
    defense: 'nobody keeps a password where addresses are final',
    out: '  new.encrypted_password := null;\n',
    by: '',
    test: 'tests/security/address-is-final.test.ts',
  },
]
