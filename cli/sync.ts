import { readConfig } from '#server/config.ts'
import { rehearse } from '#server/use-cases/sync/rehearse.ts'
import { wire } from '#server/wiring.ts'
import type { Result } from './commands/command.ts'
import { openDesk, withTables } from './credits/open-desk.ts'
import { SetupFault } from './terminal/setup-fault.ts'
import { createProgress } from './terminal/progress.ts'
import { resumes } from './terminal/stopping.ts'
import { count, timeOf } from './terminal/amounts.ts'
import type { Output } from './terminal/wrap.ts'
import { say as tell } from './terminal/wrap.ts'

const mostLines = 50

/**
 * `npm run sync`: the synchronization in one go, with eight windows side by side.
 * @returns the exit code, 0 only if the table is up to date, and what `--json` prints
 * @throws {GatewayError} whatever stopped it; the next run resumes where it left off
 */
export async function sync(order: {
  isFull: boolean
  isDryRun: boolean
  /** From when on what was paid grants credits, earlier than so far; `null`: as it is. */
  creditsSince: Date | null
  env: Record<string, string | undefined>
  out: Output
}): Promise<Result> {
  const say = (line: string) => tell(order.out, line)
  const config = readConfig(order.env)
  const gateway = wire(config)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())

  const mode = config.stripe.livemode ? 'live' : 'test'
  say(
    `Stripe (${mode} mode) -> ${new URL(config.supabase.url).host}${order.isDryRun ? ', writing nothing' : ''}`,
  )
  const progress = createProgress(process.stderr)
  const changes = new Map<string, number>()
  const run = (isFull: boolean) =>
    gateway
      .syncCustomers({
        budgetSeconds: null,
        isFull,
        // Of the 25 that Stripe allows at each endpoint.
        perSecond: { backfill: 22, upkeep: 22 },
        signal: stop.signal,
        onProgress: (soFar) => progress.show(soFar),
        ...(order.isDryRun
          ? {
              instead: (tables) =>
                rehearse(tables, ({ id, kind }) => {
                  const count = (changes.get(kind) ?? 0) + 1
                  changes.set(kind, count)
                  if (count <= mostLines) say(`${id}  ${kind}`)
                }),
            }
          : {}),
      })
      .finally(() => progress.end())

  const since = order.creditsSince
  // What prices promise today has to be in the table before the past is decided by it.
  let report = await run(order.isFull || order.isDryRun || since !== null)
  let undecided: number | null = null
  if (since !== null && report.isComplete && !stop.signal.aborted) {
    undecided = await grantSince(since, order.env, say)
    const before = report
    report = await run(false)
    for (const name of ['passed', 'replayed', 'swept', 'sold', 'catalogue'] as const)
      report[name] += before[name]
  }

  const { passed, replayed, swept, sold, catalogue, off } = report
  say(`Customers at Stripe: ${passed} listed, ${swept} looked up.`)
  say(`Sales: ${sold} listed.`)
  say(`Products and prices: ${catalogue} listed.`)
  say(`Read again because of events: ${replayed}.`)
  for (const subject of off)
    say(`"${subject}" is off: STRIPE_API_KEY lacks a permission. npm run doctor names it.`)
  if (undecided !== null) await tellUndecided(order.env, say)
  const counted = { passed, replayed, swept, sold, catalogue, off }
  const told = {
    mode,
    isDryRun: order.isDryRun,
    ...counted,
    ...(undecided === null ? {} : { undecided }),
  }
  if (stop.signal.aborted) {
    say(order.isDryRun ? 'Stopped.' : resumes)
    return { code: 130, report: told }
  }
  if (order.isDryRun) {
    for (const [kind, count] of changes) say(`${kind}: ${count}`)
    if (changes.size === 0) say('No customer would change.')
    say('What was sold, and what is for sale, is not compared.')
    return { code: 0, report: { ...told, changes: Object.fromEntries(changes) } }
  }
  const counts = await gateway.countCustomers()
  say(`Customers: ${counts.customers}. Addresses: ${counts.addresses}.`)
  say(`Addresses with more than one customer: ${counts.sharedAddresses}.`)
  say(`Customers that nobody can reach (no address, or a non-ASCII one): ${counts.unreachable}.`)
  return { code: report.isComplete ? 0 : 1, report: { ...told, counts } }
}

/**
 * Before another pass, which decides.
 * @returns how many lines are undecided by it
 * @throws {SetupFault} if credits are granted since then, or for longer
 */
async function grantSince(
  since: Date,
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<number> {
  const day = timeOf(since.getTime() / 1000)
  const undecided = await withTables(() => openDesk(env).credits.moveSince(since))
  if (undecided === null)
    throw new SetupFault(
      `Credits are granted since ${day} already, or for longer, and what was granted stays: give an earlier day. Credits are as they were.`,
    )
  say(
    `What was paid since ${day} grants credits, by what prices promise today. Undecided by it: ${count(undecided, 'paid line')}, which the next pass decides, now.`,
  )
  return undecided
}

async function tellUndecided(
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<void> {
  const { count: open } = await openDesk(env).credits.listUndecided(1)
  say(
    open === 0
      ? 'All paid lines are decided.'
      : `Still undecided: ${count(open, 'paid line')}. \`npm run credits -- audit\` says why.`,
  )
}
