import { endTokens, give, move, reads, take } from './change-credits.ts'
import type { Command, CommandGroup } from './command.ts'
import { readOwn } from './command.ts'

const show: Command = {
  says: 'what somebody has, and what it comes from',
  usage: `Usage: npm run credits -- show <email> [--json]

Balance, what was bought, given, spent and taken back, and the newest fifty entries. Changes nothing.
  --json                print one JSON document, for programs
${reads}
Exit code: 0 there is such an account, 1 there is none, 2 wrong usage.
`,
  options: {},
  takes: ['<email>'],
  async run({ words: [email], out }) {
    const [{ noAccount }, { printAccount }, { parseAddress }, { openDesk, withTables }, env] =
      await Promise.all([
        import('../credits/change.ts'),
        import('../credits/print-account.ts'),
        import('../person/parse-address.ts'),
        import('../credits/open-desk.ts'),
        readOwn(),
      ])
    const address = parseAddress(email)
    const desk = openDesk(env)
    const account = await withTables(() => desk.credits.find(address.fold))
    if (account === null) throw noAccount(desk, address)
    printAccount(account, desk.mode, out)
    return { code: 0, report: { mode: desk.mode, account } }
  },
}

const audit: Command = {
  says: 'whether all credits add up, also against Stripe',
  usage: `Usage: npm run credits -- audit [--json]

Whether charges and lots add up; whether Stripe knows each lot that was bought, and says the same of what was taken
back; which paid lines are undecided, and why. Changes nothing. Asks Stripe about each sale: a thousand take minutes.
  --json                print one JSON document, for programs
Reads .env; the mode is that of STRIPE_API_KEY.
Exit code: 0 all of it is right, 1 it is not, 2 wrong usage.
`,
  options: {},
  async run({ out }) {
    const [{ audit }, { openDesk, withTables }, env] = await Promise.all([
      import('../credits/audit.ts'),
      import('../credits/open-desk.ts'),
      readOwn(),
    ])
    const desk = openDesk(env)
    return withTables(() => audit(desk, out))
  },
}

const verbs = { show, give, take, move, 'end-tokens': endTokens, audit }

export const credits: CommandGroup = {
  says: 'shows, gives, takes and moves credits, audits them, and ends tokens',
  usage: `Usage: npm run credits -- <what> [options]

  show <email>            ${show.says}
  give <email> <credits>  ${give.says}
  take <email> <credits>  ${take.says}
  move <from> <to>        ${move.says}
  end-tokens <email>      ${endTokens.says}
  audit                   ${audit.says}

Each has --help, --json and --version, such as: npm run credits -- give --help
${reads}
`,
  verbs,
}
