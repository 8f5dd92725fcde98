import { isAtTerminal } from './terminal/stopping.ts'
import { UsageError } from './terminal/usage-error.ts'
import type { Environment } from './variables/environment.ts'

type Flags = Record<string, string | boolean | undefined>

/** One command of the command line. Its parts are loaded when it runs. */
export type Command = {
  usage: string
  options: Record<string, { type: 'boolean'; default: boolean } | { type: 'string' }>
  /** @returns the exit code */
  run(flags: Flags): Promise<number>
}

const off = { type: 'boolean', default: false } as const
const text = { type: 'string' } as const
const places = { 'supabase-project': text, 'netlify-site': text, page: text }
const placesUsage = `  --supabase-project <ref>  which Supabase project, if your token opens several
  --netlify-site <site>     which Netlify site, by its id or name
  --page <address>          the page's address, if it is not the site's`

const sync: Command = {
  usage: `Usage: npm run sync -- [--full] [--dry-run]

Brings the table stripe_customers up to date with Stripe in one go. The scheduled function does the same in small steps.
  --full      list every customer, even if the last full pass is less than a day old
  --dry-run   write nothing, and print what would change
Reads .env. You can stop it at any time with Ctrl-C; the next run resumes where it left off.
Exit code: 0 the table is up to date, 1 it is not (yet), 2 wrong usage, 130 stopped.
`,
  options: { full: off, 'dry-run': off },
  async run(flags) {
    const { sync } = await import('./sync.ts')
    const order = { isFull: flags.full === true, isDryRun: flags['dry-run'] === true }
    return sync({ ...order, env: await readOwn() })
  },
}

const setup: Command = {
  usage: `Usage: npm run setup -- [--yes] [--dry-run] [--billing-alone] [places]

Configures Stripe, Supabase and Netlify until \`npm run doctor\` reports no problems: checks everything, shows what it
would change, and changes it once you agree. You can run it again at any time.
  --yes                     ask nothing: make every change, and write .env
  --dry-run                 change nothing, and print each call that it would make
  --billing-alone           the Supabase project is used for billing only: make addresses final there
  --repository <address>    only point the deploy button at your fork; do nothing else
${placesUsage}
Keys and tokens are asked for or read from variables, never from options. STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN and
NETLIFY_AUTH_TOKEN are used only for this run and never stored; STRIPE_API_KEY is the restricted key that the site uses.
You can stop it at any time with Ctrl-C; the next run resumes where it left off.
Exit code: 0 everything is right, 1 it is not, 2 wrong usage, 130 stopped.
`,
  options: { yes: off, 'dry-run': off, 'billing-alone': off, repository: text, ...places },
  async run(flags) {
    if (flags.repository !== undefined) return moveRepository(String(flags.repository))
    if (flags.yes !== true && !isAtTerminal())
      throw new UsageError(
        'There is no terminal to ask you at: use --yes, and give what it needs in variables.',
      )
    const [{ setup }, { createAsker }, env] = await Promise.all([
      import('./setup/index.ts'),
      import('./terminal/ask.ts'),
      readOwn(),
    ])
    return setup({
      env,
      folder: process.cwd(),
      out: process.stdout,
      asker: flags.yes === true ? null : createAsker(),
      isDryRun: flags['dry-run'] === true,
      isBillingAlone: flags['billing-alone'] === true,
      ...readPlaces(flags),
    })
  },
}

const doctor: Command = {
  usage: `Usage: npm run doctor -- [--json] [--strict] [places]

Checks everything and changes nothing. For each problem it says what is wrong, why it matters and how to fix it.
  --json                    print one JSON document, for programs
  --strict                  fail also if something could not be checked
${placesUsage}
Reads .env. With STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN and NETLIFY_AUTH_TOKEN set, it can check more.
Exit code: 0 no faults, 1 at least one fault, 2 wrong usage.
`,
  options: { json: off, strict: off, ...places },
  async run(flags) {
    const [{ doctor }, { openWorld }, env] = await Promise.all([
      import('./doctor.ts'),
      import('./world.ts'),
      readOwn(),
    ])
    const world = await openWorld({ env, copy: process.cwd(), ...readPlaces(flags) })
    return doctor({
      world,
      isJson: flags.json === true,
      isStrict: flags.strict === true,
      out: process.stdout,
    })
  },
}

const smoke: Command = {
  usage: `Usage: npm run smoke -- [--email <address>] [--wait <seconds>] [--page <address>]

A full run-through in Stripe's test mode: a customer, an email to you, a link, a new address, the webhook.
Deletes what it created, also after Ctrl-C.
  --email <address>         an address of yours that no customer uses, such as you+portal@your-domain
  --wait <seconds>          how long a webhook may take; 90 by default
  --page <address>          the page's address, if it is not in FRONTEND_URL
Reads .env. It needs a test key that may write customers: from STRIPE_SETUP_KEY, or it asks.
Exit code: 0 every step worked, 1 a step failed, 2 wrong usage, 130 stopped.
`,
  options: { email: text, wait: text, page: text },
  async run(flags) {
    const waitSeconds = Number(flags.wait ?? 90)
    if (!(waitSeconds > 0)) throw new UsageError('--wait takes a number of seconds')
    if (!isAtTerminal())
      throw new UsageError('There is no terminal where you could paste the link from the email.')
    const [{ smoke }, { createAsker }, env] = await Promise.all([
      import('./smoke/index.ts'),
      import('./terminal/ask.ts'),
      readOwn(),
    ])
    const page = flags.page === undefined ? {} : { FRONTEND_URL: String(flags.page) }
    return smoke({
      env: { ...env, ...page },
      asker: createAsker(),
      out: process.stdout,
      email: flags.email === undefined ? null : String(flags.email),
      waitSeconds,
    })
  },
}

export const commands: Record<string, Command> = { setup, doctor, smoke, sync }

/** Writes the fork's address where the deploy button reads it. */
async function moveRepository(wanted: string): Promise<number> {
  const { rewriteRepositoryAddress } = await import('./variables/repository-address.ts')
  const { address, changed } = await rewriteRepositoryAddress(wanted).catch((error: unknown) => {
    if (error instanceof TypeError) throw new UsageError(error.message)
    throw error
  })
  const files = changed.length === 0 ? 'nothing to change' : `written to ${changed.join(', ')}`
  process.stdout.write(`The deploy button uses ${address}: ${files}.\n`)
  return 0
}

async function readOwn(): Promise<Environment> {
  const { readEnvironment } = await import('./variables/environment.ts')
  return readEnvironment(process.cwd())
}

function readPlaces(flags: Flags) {
  const read = (name: string) => (typeof flags[name] === 'string' ? flags[name] : undefined)
  const page = read('page')
  if (page !== undefined && !/^https?:$/.test(URL.parse(page)?.protocol ?? ''))
    throw new UsageError('--page takes the whole address, with https://')
  return {
    project: read('supabase-project'),
    site: read('netlify-site'),
    page,
  }
}
