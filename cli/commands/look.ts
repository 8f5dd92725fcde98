import type { Command } from './command.ts'
import { off, readOwn, text, wordOf } from './command.ts'

export const look: Command = {
  says: 'what one person sees on the page, and why',
  usage: `Usage: npm run look -- <email> [--dry-run] [--json] [--supabase-project <ref>]

Says in one sentence what a person sees on the page and why, and then what that rests on. Changes nothing.
  --dry-run                 the same: it changes nothing anyway
  --json                    print one JSON document, for programs
  --supabase-project <ref>  which Supabase project, if your token opens several
Reads .env. With SUPABASE_ACCESS_TOKEN set, it also looks at rows that only the table has, at sign-ins and at limits.
What it prints is about a person: keep it to yourself.
Exit code: 0 they see all that Stripe has under the address, 1 they don't or it is not known, 2 wrong usage.
`,
  options: { 'dry-run': off, 'supabase-project': text },
  takes: ['<email>'],
  async run({ flags, words: [email], out }) {
    const [{ look }, { parseAddress }, { openWorld }, env] = await Promise.all([
      import('../look/index.ts'),
      import('../person/parse-address.ts'),
      import('../world.ts'),
      readOwn(),
    ])
    const address = parseAddress(email)
    const project = wordOf(flags, 'supabase-project')
    return look({ world: await openWorld({ env, copy: process.cwd(), project }), address, out })
  },
}
