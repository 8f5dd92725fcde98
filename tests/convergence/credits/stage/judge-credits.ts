import type { CreditStage } from './credit-stage.ts'
import type { CreditShop } from './credit-shop.ts'
import { people } from './credit-shop.ts'
import { moveAgain } from './moves.ts'
import { reckonCredits, sum } from './reckon-credits.ts'

type Row = {
  id: number
  source: string
  customer: string | null
  address: string
  granted: number
  revoked: number
  spent: number
  until: number | null
}
type Charge = {
  id: string
  address: string
  key: string
  final: number
  owed: number
  parts: number[][]
}

/** What doesn't add up at rest, in words: of the lots, the charges and the balances. */
export async function judgeCredits(stage: CreditStage, shop: CreditShop): Promise<string[]> {
  const ask = async <Found>(sql: string) => (await stage.owner.query<Found>(sql)).rows
  const rows = await ask<Row>(
    `select kept.id, kept.source, kept.customer, owner.address, kept.granted, kept.revoked, kept.spent,
       case when kept.lot_until < 'infinity' then extract(epoch from kept.lot_until)::bigint end as until
     from private.purchases as kept left join private.accounts as owner on owner.id = kept.account_id
     where kept.granted > 0 order by kept.id`,
  )
  const charges = await ask<Charge>(
    `select owner.id || ' ' || kept.key as id, owner.address, kept.key, kept.final, kept.owed, kept.parts
     from private.charges as kept join private.accounts as owner on owner.id = kept.account_id`,
  )
  const audit = await ask('select audit_credits(false) as told')
  const moved = await moveAgain(stage.owner)
  const lots = reckonCredits(stage.stripe, shop).map((lot) => ({
    ...lot,
    address:
      moved.rows.get(rows.find(({ source }) => source === lot.source)?.id ?? 0) ?? lot.address,
  }))
  const wrong = JSON.stringify(audit) === '[{"told":{"rows":[]}}]' ? [] : [JSON.stringify(audit)]

  for (const lot of lots) {
    const row = rows.find(({ source }) => source === lot.source)
    const { granted, revoked, address } = row ?? {}
    const until = row?.until ?? Infinity
    const told = JSON.stringify({ granted, revoked, address, until })
    const { granted: most, revoked: less, address: whose, until: end } = lot
    const wanted = JSON.stringify({ granted: most, revoked: less, address: whose, until: end })
    if (told !== wanted) wrong.push(`${lot.source} is ${told}, and must be ${wanted}`)
  }
  const gifts = rows.filter(({ source }) => source.startsWith('gift_'))
  if (rows.length !== lots.length + gifts.length) wrong.push(`${rows.length} lots are recorded`)
  for (const { id, address } of gifts)
    if (address !== (moved.rows.get(id) ?? address))
      wrong.push(`a gift is ${address}'s, and must be ${moved.rows.get(id)}'s`)
  for (const { address, key, final, owed, parts } of charges)
    if (final !== owed + sum(parts.map(([, credits]) => credits!)))
      wrong.push(`${key} of ${address} is ${final}: ${owed} owed, and ${JSON.stringify(parts)}`)

  const debts = charges.map((each) => ({
    ...each,
    address: moved.debts.get(each.id) ?? each.address,
  }))
  const [now] = await ask<{ at: number }>('select extract(epoch from now())::float8 as at')
  for (const address of people) {
    const wanted = balanceOf(address, { rows, lots, charges: debts, now: now!.at })
    const [told] = await ask<{ balance: number }>(
      `select (account_of(address => '${address}', live => false) ->> 'balance')::bigint as balance`,
    )
    if (told!.balance !== wanted) wrong.push(`${address} has ${told!.balance}, and must ${wanted}`)
  }
  return wrong
}

/**
 * What somebody can spend: what Stripe says was bought and taken back, less what the charges say they took. Lots of one
 * customer stand in for each other; only of those that have ended is believed what they say is left.
 */
function balanceOf(
  address: string,
  told: { rows: Row[]; lots: ReturnType<typeof reckonCredits>; charges: Charge[]; now: number },
): number {
  const own = told.rows.filter((row) => row.address === address)
  const taken = new Map<number, number>()
  for (const [id, credits] of told.charges.flatMap(({ parts }) => parts))
    taken.set(id!, (taken.get(id!) ?? 0) + credits!)
  const groups = Map.groupBy(own, ({ id, customer }) => customer ?? String(id))
  const spendable = [...groups].map(([customer, group]) => {
    const left = group.map(({ id, source, granted }) => {
      const lot = told.lots.find((each) => each.source === source)
      return (lot === undefined ? granted : lot.granted - lot.revoked) - (taken.get(id) ?? 0)
    })
    const ended = group
      .filter(({ until }) => until !== null && until <= told.now)
      .map(({ granted, revoked, spent }) => Math.max(0, granted - revoked - spent))
    const elsewhere = told.rows.filter((row) => row.customer === customer && !own.includes(row))
    // After a move, lots of one customer may be in two accounts: which of both paid is for the lots to say.
    if (elsewhere.length > 0) return sum(group.map(leftOf(told.now)))
    return Math.max(0, sum(left) - sum(ended))
  })
  const owed = told.charges.filter((charge) => charge.address === address).map((each) => each.owed)
  if (sum(spendable) > 0 && sum(owed) > 0) return NaN
  return sum(spendable) - sum(owed)
}

const leftOf =
  (now: number) =>
  ({ granted, revoked, spent, until }: Row) =>
    until !== null && until <= now ? 0 : Math.max(0, granted - revoked - spent)

/**
 * What went back: each source's writes, in the order in which they became true, must be what Stripe said, in the order
 * in which it said so.
 */
export async function stepsBack(
  stage: CreditStage,
  said: ReadonlyMap<string, number[]>,
): Promise<string[]> {
  const { rows } = await stage.owner.query<{ source: string; told: number[] }>(
    `select source, json_agg(revoked order by at) as told
     from (
       select distinct on (source, done_in) source, revoked, at from lots_log order by source, done_in, at desc
     ) as log
     where source not like 'gift%' group by source`,
  )
  return rows.flatMap(({ source, told }) => {
    const truth = said.get(source) ?? []
    let at = 0
    for (const revoked of told) {
      const next = truth.indexOf(revoked, at)
      if (next < 0) return [`${source} stepped back: ${told.join(', ')} of ${truth.join(', ')}`]
      at = next
    }
    return []
  })
}
