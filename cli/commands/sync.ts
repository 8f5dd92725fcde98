import type { Command } from './command.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { off, readOwn, text, wordOf } from './command.ts'

export const sync: Command = {
  says: 'brings the table up to date with Stripe',
  usage: `Usage: npm run sync -- [--full] [--credits-since <day>] [--dry-run] [--json]

Brings the table stripe_customers up to date with Stripe in one go. The scheduled function does the same in small steps.
  --full      list every customer, even if the last full pass is less than a day old
  --credits-since <day>  grant credits also for what was paid since that day, by what prices promise today
  --dry-run   write nothing, and print what would change
  --json      print one JSON document, for programs
Reads .env. You can stop it at any time with Ctrl-C; the next run resumes where it left off.
Exit code: 0 the table is up to date, 1 it is not (yet), 2 wrong usage, 130 stopped.
`,
  options: { full: off, 'credits-since': text, 'dry-run': off },
  async run({ flags, out }) {
    const [{ sync }, { parseTime }] = await Promise.all([
      import('../sync.ts'),
      import('../credits/read-words.ts'),
    ])
    const order = { isFull: flags.full === true, isDryRun: flags['dry-run'] === true }
    const day = wordOf(flags, 'credits-since')
    const creditsSince = day === undefined ? null : parseTime('--credits-since', day)
    if (creditsSince !== null && order.isDryRun)
      throw new UsageError('--credits-since does not go with --dry-run.')
    return sync({ ...order, creditsSince, env: await readOwn(), out })
  },
}
