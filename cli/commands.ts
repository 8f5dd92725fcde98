import { isAtTerminal } from './terminal/stopping.ts'
import type { Environment } from './variables/environment.ts'
import { MissingInputError } from './setup/setup-fault.ts'

type Flags = Record<string, string | boolean | undefined>

/** One word of the command line. Its parts are loaded when it runs. */
export type Command = {
  usage: string
  options: Record<string, { type: 'boolean'; default: boolean } | { type: 'string' }>
  /** @returns the exit code */
  run(flags: Flags): Promise<number>
}

const off = { type: 'boolean', default: false } as const
const text = { type: 'string' } as const
const places = { 'supabase-project': text, 'netlify-site': text, page: text }
const placesUsage = `  --supabase-project <ref>  which Supabase project, where your token opens several
  --netlify-site <site>     which Netlify site: its id or name
  --page <address>          the page's address, where it is not the site's`

const sync: Command = {
  usage: `Usage: npm run sync -- [--full] [--dry-run]

Brings the table stripe_customers in step with Stripe, as the scheduled function does, but in one go.
  --full      lists every customer, also where the last full pass is less than a day old
  --dry-run   writes nothing, and prints what would change
Reads .env. Ctrl-C stops it; the next run goes on there.
Exit code: 0 the table is right, 1 it is not (yet), 2 wrong usage, 130 stopped.
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

Brings Stripe, Supabase and Netlify to where npm run doctor has nothing to say: looks at everything, shows what it
would change, and changes it after your yes. Run it again whenever you like.
  --yes                     asks nothing: yes to every change, and .env is written
  --dry-run                 changes nothing, and prints each call that it would make
  --billing-alone           the Supabase project serves billing and nothing else: addresses are final there
  --repository <address>    nothing but this: the deploy button leads to your fork from now on
${placesUsage}
Keys and tokens are asked for, or come from variables, never from options: STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN and
NETLIFY_AUTH_TOKEN are used from here and kept nowhere; STRIPE_API_KEY is the restricted key that the site works with.
Ctrl-C stops it; the next run goes on there.
Exit code: 0 all is right, 1 it is not, 2 wrong usage, 130 stopped.
`,
  options: { yes: off, 'dry-run': off, 'billing-alone': off, repository: text, ...places },
  async run(flags) {
    if (flags.repository !== undefined) return moveRepository(String(flags.repository))
    if (flags.yes !== true && !isAtTerminal())
      throw new MissingInputError(
        'There is no terminal to ask you at: say --yes, with what it needs in variables.',
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
  usage: `Usage: npm run doctor -- [--json] [places]

Looks at everything and changes nothing: one line for each thing, with what is wrong, what comes of it, what to do.
  --json                    for programs
${placesUsage}
Reads .env. With STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN and NETLIFY_AUTH_TOKEN set it sees more.
Exit code: 0 no fault, 1 a fault, 2 wrong usage.
`,
  options: { json: off, ...places },
  async run(flags) {
    const [{ doctor }, { openWorld }, env] = await Promise.all([
      import('./doctor.ts'),
      import('./world.ts'),
      readOwn(),
    ])
    const world = await openWorld({ env, ...readPlaces(flags) })
    return doctor({ world, isJson: flags.json === true, out: process.stdout })
  },
}

const smoke: Command = {
  usage: `Usage: npm run smoke -- [--email <address>] [--wait <seconds>] [--page <address>]

The whole flow once, in Stripe's test mode: a customer, a mail to you, a link, a new address, the webhook.
Deletes what it made, also after Ctrl-C.
  --email <address>         an address of yours that no customer has, such as you+portal@your-domain
  --wait <seconds>          the longest that a webhook may take; 90 where nothing is said
  --page <address>          the page's address, where FRONTEND_URL does not say it
Reads .env; a test key that may write customers comes from STRIPE_SETUP_KEY, or is asked for.
Exit code: 0 every step was seen, 1 one was not, 2 wrong usage, 130 stopped.
`,
  options: { email: text, wait: text, page: text },
  async run(flags) {
    const waitSeconds = Number(flags.wait ?? 90)
    if (!(waitSeconds > 0)) throw new MissingInputError('--wait takes a number of seconds')
    if (!isAtTerminal())
      throw new MissingInputError(
        'There is no terminal where you could paste the link of the mail.',
      )
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

/** Writes the fork's address to where the button takes it from. */
async function moveRepository(wanted: string): Promise<number> {
  const { rewriteRepositoryAddress } = await import('./variables/repository-address.ts')
  const { address, changed } = await rewriteRepositoryAddress(wanted).catch((error: unknown) => {
    if (error instanceof TypeError) throw new MissingInputError(error.message)
    throw error
  })
  const files = changed.length === 0 ? 'it stood there already' : `written to ${changed.join(', ')}`
  process.stdout.write(`The button deploys from ${address}: ${files}.\n`)
  return 0
}

async function readOwn(): Promise<Environment> {
  const { readEnvironment } = await import('./variables/environment.ts')
  return readEnvironment(process.cwd())
}

function readPlaces(flags: Flags) {
  const read = (name: string) => (typeof flags[name] === 'string' ? flags[name] : undefined)
  return {
    project: read('supabase-project'),
    site: read('netlify-site'),
    page: read('page'),
  }
}
