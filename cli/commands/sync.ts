import type { Command } from './command.ts'
import { off, readOwn } from './command.ts'

export const sync: Command = {
  says: 'brings the table up to date with Stripe',
  usage: `Usage: npm run sync -- [--full] [--dry-run] [--json]

Brings the table stripe_customers up to date with Stripe in one go. The scheduled function does the same in small steps.
  --full      list every customer, even if the last full pass is less than a day old
  --dry-run   write nothing, and print what would change
  --json      print one JSON document, for programs
Reads .env. You can stop it at any time with Ctrl-C; the next run resumes where it left off.
Exit code: 0 the table is up to date, 1 it is not (yet), 2 wrong usage, 130 stopped.
`,
  options: { full: off, 'dry-run': off },
  async run({ flags, out }) {
    const { sync } = await import('../sync.ts')
    const order = { isFull: flags.full === true, isDryRun: flags['dry-run'] === true }
    return sync({ ...order, env: await readOwn(), out })
  },
}
