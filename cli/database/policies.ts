/** What the policies of the migrations allow, in their order, as Postgres tells it of a database in which they have run. */
export const policies: readonly {
  object: string
  permissive: string
  command: string
  roles: string
  /** Without its white space, which differs between versions. */
  rows: string
}[] = [
  {
    object: 'public.stripe_customers',
    permissive: 'PERMISSIVE',
    command: 'SELECT',
    roles: '{authenticated}',
    rows: `((NOTdeleted)AND(address=(SELECTlower((btrim((auth.jwt()->>'email'::text))COLLATE"C"))ASlower)))`,
  },
  {
    object: 'public.stripe_customers',
    permissive: 'RESTRICTIVE',
    command: 'SELECT',
    roles: '{authenticated}',
    rows: '((SELECTprivate.proven_address()ASproven_address)ISNOTNULL)',
  },
]
