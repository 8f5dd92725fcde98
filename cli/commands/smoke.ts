import { isAtTerminal } from '../terminal/stopping.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Command } from './command.ts'
import { readOwn, text, wordOf } from './command.ts'

export const smoke: Command = {
  says: "a full run-through in Stripe's test mode",
  usage: `Usage: npm run smoke -- [--email <address>] [--wait <seconds>] [--page <address>] [--json]

A full run-through in Stripe's test mode: a customer, an email to you, a link, a new address, the webhook.
Deletes what it created, also after Ctrl-C.
  --email <address>         an address of yours that no customer uses, such as you+portal@your-domain
  --wait <seconds>          how long a webhook may take; 90 by default
  --page <address>          the page's address, if it is not in FRONTEND_URL
  --json                    print one JSON document, for programs; questions are asked all the same
Reads .env. It needs a test key that may write customers: from STRIPE_SETUP_KEY, or it asks.
Exit code: 0 every step worked, 1 a step failed, 2 wrong usage, 130 stopped.
`,
  options: { email: text, wait: text, page: text },
  async run({ flags, out }) {
    const waitSeconds = Number(flags.wait ?? 90)
    if (!(waitSeconds > 0)) throw new UsageError('--wait takes a number of seconds')
    if (!isAtTerminal(out))
      throw new UsageError('There is no terminal where you could paste the link from the email.')
    const [{ smoke }, { createAsker }, env] = await Promise.all([
      import('../smoke/index.ts'),
      import('../terminal/ask.ts'),
      readOwn(),
    ])
    const page = wordOf(flags, 'page')
    return smoke({
      env: { ...env, ...(page !== undefined && { FRONTEND_URL: page }) },
      asker: createAsker(out),
      out,
      email: wordOf(flags, 'email') ?? null,
      waitSeconds,
    })
  },
}
