import type { World } from '#tests/world.ts'

/** A row of `private.purchases`, as the owner of the database sees it. */
export type Purchase = {
  source: string
  line: string
  address: string | null
  product: string | null
  quantity: number
  status: string
  /** ISO 8601, `infinity`, or `null`: it opens nothing. */
  until: string | null
  chain: string | null
  granted: number | null
}

/** What was recorded, in the order of source and line. */
export async function purchasesOf({ supabase }: World): Promise<Purchase[]> {
  const { rows } = await supabase.database.query<Purchase>(
    `select p.source, p.line, a.address, p.product, p.quantity::int, p.status,
       case when p.access_until = 'infinity' then 'infinity'
         else to_char(p.access_until at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as until,
       p.chain, p.granted
     from private.purchases as p left join private.accounts as a on a.id = p.account_id
     order by p.source collate "C", p.line`,
  )
  return rows
}

/** A plan, and a book that is paid for once, each with a Payment Link. */
export function createShop(stripe: World['stripe']) {
  const sell = (name: string, unit_amount: number, recurring: { interval: 'month' } | null) => {
    const product = stripe.createProduct({ name }).id
    const price = stripe.createPrice({ product, unit_amount, currency: 'eur', recurring }).id
    const { id: link } = stripe.createPaymentLink({ lines: [{ price, quantity: 1 }] })
    return { product, price, link }
  }
  const pro = sell('Pro', 1900, { interval: 'month' })
  const book = sell('Book', 2500, null)
  return { pro, book, proLink: pro.link, bookLink: book.link }
}
