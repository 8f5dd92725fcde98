import { isAtTerminal } from '../terminal/stopping.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Command, Order } from './command.ts'
import { off, readOwn, text, wordOf } from './command.ts'

const changing = { 'dry-run': off, yes: off }
const changingUsage = `  --dry-run             change nothing, and say what would be
  --yes                 ask nothing
  --json                print one JSON document, for programs`
/** Under every `--help` of the family. */
export const reads =
  'Reads .env; the mode is that of STRIPE_API_KEY. What it prints is about a person: keep it to yourself.'
const codes = 'Exit code: 0 done, 1 not done, 2 wrong usage, 130 stopped.'

export const give: Command = {
  says: 'gives credits that nobody bought',
  usage: `Usage: npm run credits -- give <email> <credits> [--note <text>] [--ends <day>] [--key <key>] [--dry-run] [--yes]

Gives credits, once for each key. Somebody without an account gets one.
  --note <text>         why, for your own eyes; put no address into it
  --ends <day>          until when they can be spent, such as 2027-03-31; without it they do not end
  --key <key>           yours for this gift: the same key gives nothing again; without it a new one is made
${changingUsage}
${reads}
${codes}
`,
  options: { note: text, ends: text, key: text, ...changing },
  takes: ['<email>', '<credits>'],
  async run(order) {
    const [{ give }, { parseTime }] = await Promise.all([
      import('../credits/change.ts'),
      import('../credits/read-words.ts'),
    ])
    const ends = wordOf(order.flags, 'ends')
    const endsAt = ends === undefined ? null : parseTime('--ends', ends)
    if (endsAt !== null && endsAt.getTime() <= Date.now())
      throw new UsageError('--ends takes a time that is still to come.')
    const note = wordOf(order.flags, 'note') ?? null
    return withAmount(order, (given) => give({ ...given, note, endsAt }))
  },
}

export const take: Command = {
  says: 'takes credits, into debt if it must',
  usage: `Usage: npm run credits -- take <email> <credits> [--key <key>] [--dry-run] [--yes]

Charges an account, once for each key. If it has too few, it owes the rest, which whatever comes in pays first.
  --key <key>           yours for this charge: the same key takes nothing again; without it a new one is made
${changingUsage}
${reads}
${codes}
`,
  options: { key: text, ...changing },
  takes: ['<email>', '<credits>'],
  async run(order) {
    const { take } = await import('../credits/change.ts')
    return withAmount(order, take)
  },
}

export const move: Command = {
  says: 'gives everything that one account has to another',
  usage: `Usage: npm run credits -- move <from> <to> [--dry-run] [--yes]

Moves what the account of one email address has bought and was given to that of another, with its access, its credits
and its debt. It stays there, whatever Stripe says later; it can't be undone.
${changingUsage}
${reads}
${codes}
`,
  options: changing,
  takes: ['<from>', '<to>'],
  async run({ flags, words, out }) {
    const [{ move }, { parseAddress }, { openDesk, withTables }, asker, env] = await Promise.all([
      import('../credits/change.ts'),
      import('../person/parse-address.ts'),
      import('../credits/open-desk.ts'),
      openAsker({ flags, out }),
      readOwn(),
    ])
    const [from, to] = [parseAddress(words[0]), parseAddress(words[1])]
    if (from.fold === to.fold) throw new UsageError('These are the same address.')
    const desk = openDesk(env)
    const isDryRun = flags['dry-run'] === true
    return withTables(() => move({ desk, out, asker, isDryRun, from, to }))
  },
}

export const endTokens: Command = {
  says: 'ends every token of an account, such as after one leaked',
  usage: `Usage: npm run credits -- end-tokens <email> [--dry-run] [--yes]

Ends every token of the account of an email address, and of its purchases. Programs that have one are refused at their
next call. Credits stay, and the customer makes new tokens on the page.
${changingUsage}
${reads}
${codes}
`,
  options: changing,
  takes: ['<email>'],
  async run({ flags, words: [email], out }) {
    const [{ endTokens }, { parseAddress }, { openDesk, withTables }, asker, env] =
      await Promise.all([
        import('../credits/change.ts'),
        import('../person/parse-address.ts'),
        import('../credits/open-desk.ts'),
        openAsker({ flags, out }),
        readOwn(),
      ])
    const address = parseAddress(email)
    const desk = openDesk(env)
    const isDryRun = flags['dry-run'] === true
    return withTables(() => endTokens({ desk, out, asker, isDryRun, address }))
  },
}

/** What `give` and `take` have in common: somebody, a number, and a key. */
async function withAmount(
  { flags, words: [email, amount], out }: Order,
  act: (given: {
    desk: import('../credits/open-desk.ts').CreditsDesk
    out: Order['out']
    asker: import('../terminal/ask.ts').Asker | null
    isDryRun: boolean
    address: import('../person/parse-address.ts').PersonAddress
    credits: number
    key: string
  }) => ReturnType<Command['run']>,
) {
  const [{ parseAddress }, { parseCredits, parseKey }, { openDesk, withTables }, asker, env] =
    await Promise.all([
      import('../person/parse-address.ts'),
      import('../credits/read-words.ts'),
      import('../credits/open-desk.ts'),
      openAsker({ flags, out }),
      readOwn(),
    ])
  const address = parseAddress(email)
  const credits = parseCredits(amount)
  const key = parseKey(wordOf(flags, 'key'), () => `by-hand-${crypto.randomUUID()}`)
  const desk = openDesk(env)
  const isDryRun = flags['dry-run'] === true
  return withTables(() => act({ desk, out, asker, isDryRun, address, credits, key }))
}

/** @returns `null` if nobody is to be asked. @throws {UsageError} if somebody is, and there is no terminal */
async function openAsker({ flags, out }: Pick<Order, 'flags' | 'out'>) {
  if (flags.yes === true || flags['dry-run'] === true) return null
  if (!isAtTerminal(out))
    throw new UsageError('There is no terminal to ask you at: use --yes or --dry-run.')
  const { createAsker } = await import('../terminal/ask.ts')
  return createAsker(out)
}
