import { isAtTerminal } from '../terminal/stopping.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { judgeAddress } from '../setup/send-test-email.ts'
import type { Command, Flags, Result } from './command.ts'
import { off, places, placesUsage, readOwn, readPlaces, text, wordOf } from './command.ts'

export const setup: Command = {
  says: 'configures Stripe, Supabase and Netlify',
  usage: `Usage: npm run setup -- [options] [places]

Configures Stripe, Supabase and Netlify until \`npm run doctor\` reports no problems: checks everything, shows what it
would change, and changes it once you agree. You can run it again at any time.
  --yes                     ask nothing: make every change, and write .env
  --dry-run                 change nothing, and print what it would change
  --details                 print every setting that changes; with --dry-run every call, too
  --billing-alone           the Supabase project is used for billing only: make addresses final there
  --test-email <address>    at the end, send an email there as your customers get it
  --undo                    take back what setup has made, after one yes; tables with purchases stay
  --with-data               with --undo: drop the tables with purchases, too
  --repository <address>    only point the deploy button at your fork; do nothing else
  --json                    print one JSON document, for programs
${placesUsage}
Keys and tokens are asked for or read from variables, never from options. STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN and
NETLIFY_AUTH_TOKEN are used only for this run and never stored; STRIPE_API_KEY is the restricted key that the site uses.
You can stop it at any time with Ctrl-C; the next run resumes where it left off.
Exit code: 0 everything is right, 1 it is not, 2 wrong usage, 130 stopped.
`,
  options: {
    yes: off,
    'dry-run': off,
    details: off,
    'billing-alone': off,
    'test-email': text,
    undo: off,
    'with-data': off,
    repository: text,
    ...places,
  },
  async run({ flags, out }) {
    const repository = wordOf(flags, 'repository')
    if (repository !== undefined) return moveRepository(repository, out)
    if (flags.yes !== true && !isAtTerminal(out))
      throw new UsageError(
        'There is no terminal to ask you at: use --yes, and give what it needs in variables.',
      )
    if (flags['with-data'] === true && flags.undo !== true)
      throw new UsageError('--with-data goes only with --undo.')
    const [{ setup }, { undo }, { createAsker }, env] = await Promise.all([
      import('../setup/index.ts'),
      import('../setup/undo/index.ts'),
      import('../terminal/ask.ts'),
      readOwn(),
    ])
    const order = {
      given: env,
      folder: process.cwd(),
      out,
      asker: flags.yes === true ? null : createAsker(out),
      isDryRun: flags['dry-run'] === true,
      ...readPlaces(flags),
    }
    if (flags.undo === true) return undo({ ...order, isWithData: flags['with-data'] === true })
    return setup({
      ...order,
      isDetailed: flags.details === true,
      isBillingAlone: flags['billing-alone'] === true,
      testEmail: readAddress(flags),
    })
  },
}

/** @throws {UsageError} */
function readAddress(flags: Flags): string | undefined {
  const address = wordOf(flags, 'test-email')
  if (address !== undefined && judgeAddress(address) !== undefined)
    throw new UsageError('--test-email takes an email address')
  return address
}

/** Writes the fork's address where the deploy button reads it. */
async function moveRepository(wanted: string, out: NodeJS.WritableStream): Promise<Result> {
  const { rewriteRepositoryAddress } = await import('../variables/repository-address.ts')
  const { address, changed } = await rewriteRepositoryAddress(wanted).catch((error: unknown) => {
    if (error instanceof TypeError) throw new UsageError(error.message)
    throw error
  })
  const files = changed.length === 0 ? 'nothing to change' : `written to ${changed.join(', ')}`
  out.write(`The deploy button uses ${address}: ${files}.\n`)
  return { code: 0, report: { repository: address, files: changed } }
}
