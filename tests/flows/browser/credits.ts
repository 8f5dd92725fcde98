import type { StandInSite } from './stand-in-site.ts'

type Site = Pick<StandInSite, 'supabase'>

/** Gives an address credits, as the site's own back end does. @param endsInDays left out: they have no end */
export async function give(
  { supabase }: Site,
  {
    email,
    credits,
    endsInDays,
  }: { email: string; credits: number; endsInDays?: number | undefined },
): Promise<void> {
  await supabase.database.query(
    `select give_credits(address => $1, credits => $2, note => 'a flow', key => $3, live => false,
       ends_at => now() + make_interval(days => $4::integer))`,
    [email, credits, crypto.randomUUID(), endsInDays ?? null],
  )
}

/** Charges an address, into debt if it must, so many days ago. */
export async function spend(
  { supabase }: Site,
  { email, credits, daysAgo = 0 }: { email: string; credits: number; daysAgo?: number },
): Promise<void> {
  const { database } = supabase
  const key = crypto.randomUUID()
  await database.query(
    'select charge_credits(address => $1, cost => $2, key => $3, live => false, allow_debt => true)',
    [email, credits, key],
  )
  await database.query(
    `update private.charges set charged_at = charged_at - make_interval(days => $2::integer) where key = $1`,
    [key, daysAgo],
  )
}
