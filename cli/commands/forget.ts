import { isAtTerminal } from '../terminal/stopping.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Command } from './command.ts'
import { off, readOwn, text, wordOf } from './command.ts'

const tokenPlace = 'https://supabase.com/dashboard/account/tokens'

export const forget: Command = {
  says: 'exports and deletes what Supabase has about one person',
  usage: `Usage: npm run forget -- <email> [--dry-run] [--export <file>] [--yes] [--json] [--supabase-project <ref>]

Finds everything that the Supabase project has about the person with this address: their user, sessions and emailed
links, their rows. Shows it, deletes it after one yes, and says what Stripe has, which it does not touch.
  --dry-run                 delete nothing, and print the call that would
  --export <file>           write what is found to a new file, as JSON, before anything is deleted
  --yes                     ask nothing
  --json                    print one JSON document, for programs, with everything that was found
  --supabase-project <ref>  which Supabase project, if your token opens several
Reads .env, and needs SUPABASE_ACCESS_TOKEN: a token that has Database Read-write.
Exit code: 0 nothing is left at Supabase, 1 it is, 2 wrong usage, 130 stopped.
`,
  options: { 'dry-run': off, export: text, yes: off, 'supabase-project': text },
  takes: ['<email>'],
  async run({ flags, words: [email], out }) {
    const isDryRun = flags['dry-run'] === true
    const isAsking = flags.yes !== true && !isDryRun
    if (isAsking && !isAtTerminal(out))
      throw new UsageError('There is no terminal to ask you at: use --yes or --dry-run.')
    const [{ forget }, { parseAddress }, { openWorld }, { createAsker }, env] = await Promise.all([
      import('../forget/index.ts'),
      import('../person/parse-address.ts'),
      import('../world.ts'),
      import('../terminal/ask.ts'),
      readOwn(),
    ])
    const address = parseAddress(email)
    const { project } = await openWorld({ env, project: wordOf(flags, 'supabase-project') })
    if (env.SUPABASE_ACCESS_TOKEN === undefined)
      throw new UsageError(`SUPABASE_ACCESS_TOKEN is not set. Create one: ${tokenPlace}`)
    if (project === null)
      throw new UsageError('Which Supabase project? Name it with --supabase-project <ref>.')
    return forget({
      env,
      project,
      address,
      out,
      asker: isAsking ? createAsker(out) : null,
      isDryRun,
      exportTo: wordOf(flags, 'export') ?? null,
    })
  },
}
