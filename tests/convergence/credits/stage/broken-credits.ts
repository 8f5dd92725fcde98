import type { SalesCast } from '../../sales/stage/sales-stage.ts'
import type { CreditStage } from './credit-stage.ts'

/** A rule that is not kept: by the handlers, or by one of the database's own functions. */
export type BrokenCredits = {
  cast?: (cast: SalesCast) => SalesCast
  /** The function, words of it, and what is there instead. */
  sql?: [name: string, out: string, by: string]
}

/** Each rule that credits rest on, and how it looks without it. */
export const brokenCredits: Record<string, BrokenCredits> = {
  'a read is taken whatever its ticket': {
    sql: ['record_purchase', 'if ticket <= standing.last_ticket then', 'if false then'],
  },
  'a row keeps the number that was drawn before the read': {
    sql: [
      'record_purchase',
      "fresh := pg_catalog.nextval('private.read_tickets')",
      'fresh := ticket',
    ],
  },
  'the ticket is drawn after the read': {
    cast: (cast) => {
      const { recordPurchase } = cast.purchases
      const purchases = {
        ...cast.purchases,
        recordPurchase: async (...[read]: Parameters<typeof recordPurchase>) =>
          recordPurchase(read, await cast.records.takeReadTicket()),
      }
      return { ...cast, purchases }
    },
  },
  'what is disputed is nobody’s business': {
    cast: (cast) => {
      const { findSession } = cast.sales
      const undisputed: typeof findSession = async (id) => {
        const sale = await findSession(id)
        return (
          sale && { ...sale, payments: sale.payments.map((each) => ({ ...each, disputed: 0 })) }
        )
      }
      return { ...cast, sales: { ...cast.sales, findSession: undisputed } }
    },
  },
  'lots of any customer pay what one owes': {
    sql: [
      'settle_customer',
      'where kept.customer = of_customer collate "C" and kept.is_open',
      'where kept.is_open',
    ],
  },
  'what was taken back after it was spent is owed by nobody': {
    sql: ['record_purchase', 'perform private.settle_customer(of_customer);', 'null;'],
  },
  'what comes in pays no debt': {
    sql: ['record_purchase', 'perform private.pay_debt(owner);', 'null;'],
  },
  'nobody locks the account': { sql: ['lock_accounts', 'kept.id = any (ids)', 'false'] },
  'a charge doesn’t lock the account': {
    sql: ['charge_credits', 'perform private.lock_accounts(holders);', ''],
  },
  'a key is charged as often as it comes': {
    sql: [
      'charge_credits',
      "if prior.state in ('charged', 'open') or prior.final > 0 then",
      'if false then',
    ],
  },
  'a charge is settled as often as somebody asks': {
    sql: ['settle_charge', "if prior.state = 'settled' then", 'if false then'],
  },
  'a settlement says by how much a charge is lowered': {
    sql: [
      'lower_charge',
      'surplus bigint := charge.final - to_final;',
      'surplus bigint := to_final;',
    ],
  },
  'what is given back is not written': {
    sql: ['lower_charge', 'final = to_final, owed', 'final = charge.final, owed'],
  },
  'lots stay where their customer was': {
    sql: [
      'move_purchases',
      'where kept.customer = moved.customer and not kept.is_referenced;',
      'where false;',
    ],
  },
  'a move leaves behind what was sold': {
    sql: ['move_account', 'where kept.account_id = giver;\n  get', 'where false;\n  get'],
  },
  'a move leaves debts behind': {
    sql: [
      'move_account',
      'set owed_by = nullif(receiver, charge.account_id)',
      'set owed_by = null',
    ],
  },
  'what was moved follows its customer all the same': {
    sql: [
      'move_account',
      'is_referenced = kept.customer is not null and',
      'is_referenced = false and',
    ],
  },
  'a moved subscription is renewed for whoever pays': {
    sql: ['record_purchase', 'where kept.is_referenced and kept.livemode = mode', 'where false'],
  },
  'a new period leaves the lots of the last one': {
    sql: [
      'open_lot',
      'set lot_until = least(kept.lot_until, lot.starts_at)',
      'set lot_until = kept.lot_until',
    ],
  },
}

/** Breaks a rule. @returns puts it right again */
export async function breakCredits(
  stage: CreditStage,
  { cast, sql }: BrokenCredits,
): Promise<() => Promise<void>> {
  stage.breakRule = cast ?? null
  const sound = async () => void (stage.breakRule = null)
  if (sql === undefined) return sound
  const [name, out, by] = sql
  const { rows } = await stage.owner.query<{ definition: string }>(
    `select pg_get_functiondef(oid) as definition from pg_proc where proname = $1`,
    [name],
  )
  const definition = rows.map((row) => row.definition).join('')
  if (definition.split(out).length !== 2) throw new Error(`"${out}" is not in one place of ${name}`)
  await stage.owner.run(definition.replace(out, () => by))
  return () => stage.owner.run(definition)
}
