import { isAtTerminal } from '../terminal/stopping.ts'
import type { Command } from './command.ts'
import { off, places, placesUsage, readOwn, readPlaces } from './command.ts'

export const doctor: Command = {
  says: 'checks everything, and leaves it as it is',
  usage: `Usage: npm run doctor -- [--json] [--strict] [places]

Checks everything and changes nothing. For each problem it says what is wrong, why it matters and how to fix it.
To see whether a sign-in opens the page, it makes one throw-away user of Supabase Auth and deletes it again.
  --json                    print one JSON document, for programs
  --strict                  fail also if something could not be checked
${placesUsage}
Reads .env. With STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN and NETLIFY_AUTH_TOKEN set, it can check more; at a terminal
it asks for those that are missing.
Exit code: 0 no faults, 1 at least one fault, 2 wrong usage.
`,
  options: { strict: off, ...places },
  async run({ flags, out }) {
    const [{ doctor }, { openWorld }, env] = await Promise.all([
      import('../doctor.ts'),
      import('../world.ts'),
      readOwn(),
    ])
    const places = readPlaces(flags)
    const look = async () => {
      const world = await openWorld({ env, copy: process.cwd(), ...places })
      return doctor({ world, isStrict: flags.strict === true, out })
    }
    const found = await look()
    if (flags.json === true || !isAtTerminal(out)) return found
    const [{ askForMissing }, { createAsker }, { createSteps }, { lackingFor }] = await Promise.all(
      [
        import('../setup/ask-for-missing.ts'),
        import('../terminal/ask.ts'),
        import('../terminal/steps.ts'),
        import('../checks/examine.ts'),
      ],
    )
    const people = { env, asker: createAsker(out), steps: createSteps(out) }
    const isGiven = await askForMissing(lackingFor(found.report.findings), people)
    return isGiven ? look() : found
  },
}
