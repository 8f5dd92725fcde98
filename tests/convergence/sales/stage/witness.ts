import type { StripeStandIn } from '#local/stripe/index.ts'
import type { StripeSalesLists } from '#server/gateways/stripe/sales/lists.ts'
import type { Actor } from '../../stage/gates.ts'
import type { OwnedRow, SoldRow } from './purchase-log.ts'
import type { SessionLines } from './reckoning.ts'
import { reckon } from './reckoning.ts'
import type { SalesCast } from './sales-stage.ts'

type Snapshot = Map<string, SoldRow[]>

export type Witness = ReturnType<typeof createWitness>

/**
 * Knows what every source was at Stripe after each thing that happened there, when each reader read it, and which of
 * these moments its rows hold. A row must hold exactly what Stripe said at one moment, and never an earlier one than
 * before.
 */
export function createWitness(stripe: StripeStandIn, lines: SessionLines, why: () => string) {
  const snapshots: Snapshot[] = [reckon(stripe, lines)]
  const reads = new WeakMap<Actor, Map<string, Set<number>>>()
  const held = new Map<string, number>()
  const accounts = new Map<string, string>()
  const written = new Map<string, string>()
  const now = () => snapshots.length - 1

  function note(actor: Actor, sources: (string | null | undefined)[], at: number): void {
    const own = reads.get(actor) ?? new Map<string, Set<number>>()
    reads.set(actor, own)
    for (const source of sources)
      if (source) own.set(source, (own.get(source) ?? new Set()).add(at))
  }

  const saysAt = ({ source, line }: { source: string; line: string }, at: number) =>
    snapshots[at]?.get(source)?.find((each) => each.line === line)

  /** What the row says is what Stripe said at that moment. */
  function isOf(row: OwnedRow, at: number): boolean {
    const said = saysAt(row, at)
    if (said === undefined) return row.status === 'removed' && row.until === null
    return Object.entries(said).every(([name, value]) => row[name as keyof OwnedRow] === value)
  }

  function refuse(fault: string): never {
    throw new Error(`${fault}${why()}`)
  }

  function seeRow(row: OwnedRow, reader: Actor): void {
    const { source } = row
    const moments = [...(reads.get(reader)?.get(source) ?? [])].filter((at) => isOf(row, at))
    if (moments.length === 0)
      refuse(`${JSON.stringify(row)} is nothing that Stripe said when it was read`)
    // Of several that say the same, the earliest that fits: nobody is accused without need.
    const moment = Math.min(...moments.filter((at) => at >= (held.get(source) ?? 0)))
    if (moment === Infinity) refuse(`${JSON.stringify(row)} went back`)
    held.set(source, moment)
    seeAccount(row)
  }

  /** Only whose it is has changed: its customer was written, by anybody. */
  function isMove({ account, address: _address, ...row }: OwnedRow): boolean {
    const [name, says] = [`${row.source} ${row.line}`, JSON.stringify(row)]
    const isSame = written.get(name) === says
    written.set(name, says)
    return isSame && accounts.get(name) !== account
  }

  function seeAccount({ source, line, account }: OwnedRow): void {
    const name = `${source} ${line}`
    if (account !== null) accounts.set(name, account)
    else if (accounts.has(name)) refuse(`${name} is nobody's again`)
  }

  return {
    now,
    /** Something happened at Stripe. */
    tick: () => void snapshots.push(reckon(stripe, lines)),
    truth: () => snapshots[now()]!,
    /** Whether the source's rows say what Stripe said at that moment, or at a later one. */
    holds(source: string, at: number): boolean {
      if (!snapshots[at]!.has(source)) return true
      const moment = held.get(source)
      if (moment === undefined) return false
      const says = (snapshot: Snapshot | undefined) => JSON.stringify(snapshot?.get(source))
      return snapshots.slice(at).some((later) => says(later) === says(snapshots[moment]))
    },
    /** The same gateways; what each answers is remembered with its moment. */
    watch(cast: SalesCast, actor: Actor): SalesCast {
      const seeing =
        <Args extends unknown[], Answer>(
          read: (...args: Args) => Promise<Answer>,
          of: (answer: Answer) => (string | null | undefined)[],
        ) =>
        async (...args: Args) => {
          const at = now()
          const answer = await read(...args)
          note(actor, of(answer), at)
          return answer
        }
      const { sales, lists, returns } = cast
      const listed = ({ entries }: { entries: { id: string; sale: unknown }[] }) =>
        entries.map(({ id, sale }) => (sale === null ? null : id))
      const list = <Name extends 'listSessions' | 'listSubscriptions' | 'listInvoices'>(
        name: Name,
      ) => seeing(lists[name] as StripeSalesLists['listSessions'], listed) as StripeSalesLists[Name]
      return {
        ...cast,
        sales: {
          ...sales,
          findSession: seeing(sales.findSession, (sale) => [sale?.id]),
          findSubscription: seeing(sales.findSubscription, (sale) => [sale?.id]),
          findInvoice: seeing(sales.findInvoice, (sale) => [sale?.id]),
        },
        lists: {
          ...lists,
          listSessions: list('listSessions'),
          listSubscriptions: list('listSubscriptions'),
          listInvoices: list('listInvoices'),
        },
        returns: {
          ...returns,
          findReturn: seeing(returns.findReturn, (sale) => [
            sale?.session.id,
            sale?.subscription?.id,
            sale?.invoice?.id,
          ]),
        },
      }
    },
    /** Rows were written, by whoever read them or in the wake of their customer. */
    see(rows: OwnedRow[], reader: Actor): void {
      for (const row of rows)
        if (isMove(row)) seeAccount(row)
        else seeRow(row, reader)
    },
  }
}
