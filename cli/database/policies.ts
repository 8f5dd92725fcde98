/** What the policies of the migrations allow, as Postgres tells it of a database in which they have run. */
export const policies: readonly {
  name: string
  object: string
  permissive: string
  command: string
  roles: string
  /** Without its white space, which differs between versions. */
  rows: string
}[] = [
  {
    name: 'a person sees the customers under his address',
    object: 'public.stripe_customers',
    permissive: 'PERMISSIVE',
    command: 'SELECT',
    roles: '{authenticated}',
    rows: `((NOTdeleted)AND(address=(SELECTlower((btrim((auth.jwt()->>'email'::text))COLLATE"C"))ASlower)))`,
  },
  {
    name: 'only a person who proved the address by mail sees anything',
    object: 'public.stripe_customers',
    permissive: 'RESTRICTIVE',
    command: 'SELECT',
    roles: '{authenticated}',
    rows: '((SELECTprivate.proven_address()ASproven_address)ISNOTNULL)',
  },
]
