import type { Result } from '../commands/command.ts'
import type { Lot, UndecidedLine } from '../services/credits/supabase-credits.ts'
import { count } from '../terminal/amounts.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { CreditsDesk } from './open-desk.ts'
import { whyUndecided } from '../services/credits/why-undecided.ts'

/** Where a lot and Stripe differ; `expected`: what ought to be taken back of it, `null`: Stripe knows no such sale. */
export type Difference = Lot & { expected: number | null }

const mostNamed = 50

/**
 * `npm run credits -- audit`: whether everything adds up, also against Stripe. Changes nothing.
 * @returns the exit code: 0 only if nothing differs and nothing is undecided
 */
export async function audit(desk: CreditsDesk, out: Output): Promise<Result> {
  const { credits, mode, host } = desk
  say(out, `Credits of ${mode} mode at ${host}, against Stripe.`)
  const rows = await credits.audit()
  const undecided = await credits.listUndecided(mostNamed)
  const { lots, differences } = await compareLots(desk)

  say(out, `Charges and lots: ${rows.length === 0 ? 'add up' : 'do not add up'}.`)
  for (const row of rows.slice(0, mostNamed)) say(out, `  ${JSON.stringify(row)}`, '    ')
  if (rows.length > 0)
    say(
      out,
      '-> Somebody wrote into these tables, or this is a defect: keep a dump, and report it.',
    )
  const known = differences.length === 0 && lots > 0 ? ', and Stripe says the same of each' : ''
  say(out, `Lots that were bought: ${lots}${known}.`)
  for (const each of differences.slice(0, mostNamed)) say(out, `  ${tell(each)}`, '    ')
  if (differences.length > 0)
    say(
      out,
      '-> `npm run sync -- --full` reads them again; a change of this minute may be on its way.',
    )
  say(out, `Paid lines that are undecided: ${undecided.count}.`)
  for (const line of undecided.lines) say(out, `  ${tellLine(line)}`, '    ')
  const more = undecided.count - undecided.lines.length
  if (more > 0) say(out, `  and ${more} more`)
  const isRight = rows.length + differences.length + undecided.count === 0
  return {
    code: isRight ? 0 : 1,
    report: { mode, rows, lots, differences, undecided },
  }
}

async function compareLots({ credits, readTakings }: CreditsDesk) {
  const differences: Difference[] = []
  let lots = 0
  let page = await credits.listLots(0)
  while (page.length > 0) {
    const bySource = Map.groupBy(page, ({ source }) => source)
    const found = await Promise.all(
      [...bySource].map(async ([source, of]) => {
        const takings = await readTakings(source)
        return of.map((lot) => ({ ...lot, expected: takings && share(lot, takings) }))
      }),
    )
    differences.push(...found.flat().filter(({ revoked, expected }) => revoked !== expected))
    lots += page.length
    page = await credits.listLots(page.at(-1)!.id)
  }
  return { lots, differences }
}

/** What of a lot is taken back, rounded up in exact arithmetic. */
export function share(
  { granted }: Pick<Lot, 'granted'>,
  { captured, takenBack }: { captured: number; takenBack: number },
): number {
  if (captured <= 0) return 0
  const [all, back, of] = [BigInt(granted), BigInt(takenBack), BigInt(captured)]
  return Math.min(granted, Number((all * back + of - 1n) / of))
}

function tell({ source, line, granted, revoked, expected }: Difference): string {
  const lot = `${source} ${line}, ${count(granted, 'credit')}`
  return expected === null
    ? `${lot}: Stripe knows no such sale`
    : `${lot}: ${revoked} taken back here, ${expected} by what Stripe says`
}

function tellLine({ source, line, ...rest }: UndecidedLine): string {
  return `${source} ${line}: ${whyUndecided(rest)}`
}
