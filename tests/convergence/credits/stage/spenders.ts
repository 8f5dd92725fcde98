import type { Dice } from '../../sales/stage/shop.ts'
import type { CreditStage } from './credit-stage.ts'
import { people } from './credit-shop.ts'
import { Busy } from './sessions.ts'

const costs = [5, 30, 90, 150]
const keys = 20
const atOnce = 8

/** The site's own back end and its owner: charges, settlements, gifts, moves and the clock, under few keys, so that they meet. */
export function createSpenders(
  { database, owner }: Pick<CreditStage, 'database' | 'owner'>,
  { roll, pick }: Dice,
) {
  const told: { name: string; outcome: string; final: number }[] = []
  const upTo = (most: number) => Math.floor(roll() * (most + 1))
  const isVoided = roll() < 0.4
  /** Not in each: what the owner moved no longer follows its customer. */
  const moves = roll() < 0.3

  async function call(name: string, args: Record<string, unknown>) {
    const given = Object.entries({ ...args, live: false })
    const named = given.map(([key], at) => `${key} => $${at + 1}`).join()
    const values = given.map(([, value]) => value)
    const sql = `select ${name}(${named}) as told`
    const { rows } = await database.query<{ told: Record<string, unknown> }>(sql, values)
    return rows[0]!.told as { outcome: string; account: string | null }
  }

  async function charge(address: string): Promise<void> {
    const place = upTo(keys - 1)
    const cost = costs[place % costs.length]!
    const more = { allow_debt: roll() < 0.15, open: roll() < 0.4 }
    const key = `k${place}`
    const { outcome } = await call('charge_credits', { address, key, cost, ...more })
    told.push({ name: `${address} ${key}`, outcome, final: cost })
  }

  async function settle(address: string): Promise<void> {
    const [key, final] = [`k${upTo(keys - 1)}`, upTo(20)]
    const { account } = await call('account_of', { address })
    if (account === null) return
    const { outcome } = await call('settle_charge', { account, key, final_cost: final })
    told.push({ name: `${address} ${key}`, outcome, final })
  }

  async function give(address: string): Promise<void> {
    const args = { credits: 1 + upTo(20), note: 'a gift', key: `g${upTo(9)}` }
    await call('give_credits', { address, ...args })
  }

  /** The owner was told that both are one person's. */
  async function move(from_address: string): Promise<void> {
    const to_address = pick(people.filter((each) => each !== from_address))!
    if (moves) await call('move_account', { from_address, to_address })
  }

  async function close(): Promise<void> {
    // Two hours later, as far as what is open knows.
    if (isVoided)
      await owner.run(
        `update private.charges set charged_at = charged_at - interval '2 hours' where state = 'open'`,
      )
    await database.query('select close_charges() as told')
  }

  return {
    /** Now one call, now as many at once as there are connections, on one account. */
    async act(): Promise<void> {
      const [address, many] = [pick(people)!, pick([1, atOnce])!]
      const calls = Array.from({ length: many }, () =>
        pick([charge, charge, charge, charge, settle, settle, settle, give, close, move])!(address),
      )
      for (const call of await Promise.allSettled(calls))
        if (call.status === 'rejected' && !(call.reason instanceof Busy)) throw call.reason
    },
    /** Of what the back end was told: a charge that was made twice, or settled twice. */
    faults(): string[] {
      const byName = Map.groupBy(told, ({ name }) => name)
      return [...byName].flatMap(([name, each]) => {
        const count = (outcome: string) => each.filter((one) => one.outcome === outcome).length
        const freed = each.filter((one) => one.outcome === 'settled' && one.final === 0).length
        const [charged, settled] = [count('charged'), count('settled')]
        if (settled > charged && !isVoided) return [`${name} was settled ${settled} times`]
        return charged > 1 + freed && !isVoided ? [`${name} was charged ${charged} times`] : []
      })
    },
  }
}
