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
  {
    object: 'public.stripe_prices',
    permissive: 'PERMISSIVE',
    command: 'SELECT',
    roles: '{anon,authenticated}',
    rows: '(is_offeredANDactiveAND(NOTdeleted))',
  },
  {
    object: 'public.stripe_products',
    permissive: 'PERMISSIVE',
    command: 'SELECT',
    roles: '{anon,authenticated}',
    rows: '(activeAND(NOTdeleted)AND(EXISTS(SELECTFROMstripe_pricespriceWHERE((price.livemode=stripe_products.livemode)AND(price.stripe_product_id=stripe_products.stripe_product_id)))))',
  },
]
