/** A defence taken out: in `file`, `out` (which must be there, once) is replaced by `by`; `test` must then fail. */
export type Mutant = { defence: string; file: string; out: string; by: string; test: string }

export const mutants: Mutant[] = [
  {
    defence: 'only mail proves the address (the password pre-hijack)',
    file: 'server/rules/proof-of-address.ts',
    out: `if (!mailFactors.has(method)) throw unproven('"amr" holds a method other than a mailed one')`,
    by: '',
    test: 'tests/doors/portal-links/attacks.test.ts',
  },
  {
    defence: 'a shared secret counts only while no public key is listed (algorithm confusion)',
    file: 'server/gateways/supabase/access-tokens.ts',
    out: 'if (keys.jwks()?.keys.length !== 0) throw new errors.JWKSNoMatchingKey()',
    by: '',
    test: 'tests/doors/portal-links/tokens.test.ts',
  },
  {
    defence: 'an address that moved proves nothing (the e-mail-change attack)',
    file: 'supabase/migrations/20261120000003_proven_address.sql',
    out: "or newest <= private.last_address_move() + interval '10 minutes'",
    by: '',
    test: 'tests/doors/portal-links/attacks.test.ts',
  },
  {
    defence: 'row-level security asks for the proof, too (the bare Data API)',
    file: 'supabase/migrations/20261120000004_stripe_customers.sql',
    out: 'using ((select private.proven_address()) is not null);',
    by: 'using (true);',
    test: 'tests/database/visibility.test.ts',
  },
  {
    defence: 'one link leaves only for a row of the visitor’s own',
    file: 'server/use-cases/links/issue-portal-links.ts',
    out: '|| !rows.some((row) => row.id === id)',
    by: '',
    test: 'tests/security/indistinguishable.test.ts',
  },
  {
    defence: 'a link leaves only where Stripe says so now',
    file: 'server/rules/customer.ts',
    out: 'return customer.email !== null && foldAddress(customer.email) === address',
    by: 'return customer.email !== null || address !== ""',
    test: 'tests/doors/portal-links/healing.test.ts',
  },
  {
    defence: 'no link leaves while confirmations are off',
    file: 'server/use-cases/links/issue-portal-links.ts',
    out: '  await safe\n',
    by: '',
    test: 'tests/doors/portal-links/attacks.test.ts',
  },
  {
    defence: 'a webhook counts only with a signature',
    file: 'server/gateways/stripe/webhook-signature.ts',
    out: '!answers.includes(true) || ',
    by: '',
    test: 'tests/doors/stripe-webhook/signature.test.ts',
  },
]
