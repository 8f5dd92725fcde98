import { openCredits } from '../../services/credits/supabase-credits.ts'
import { whyUndecided } from '../../services/credits/why-undecided.ts'
import { valueOf } from '../../variables/environment.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { orNoTable } from '../no-table.ts'

const mostNamed = 5

/** Nobody has paid for credits that nobody can tell. */
export const undecidedLines: Check = {
  name: 'undecided_lines',
  group: 'table',
  async look({ data, livemode, env }) {
    const what = 'whether paid lines are undecided'
    const [url, secretKey] = [valueOf(env, 'SUPABASE_URL'), valueOf(env, 'SUPABASE_SECRET_KEY')]
    if (data === null || url === null || secretKey === null) return [unknown(what, takes.data)]
    if (livemode === null) return [unknown(what, takes.stripe)]
    const project = { url: url.replace(/\/+$/, ''), publishableKey: null, secretKey }
    const found = await orNoTable(() => openCredits(project, livemode).listUndecided(mostNamed))
    if (typeof found === 'string') return [unknown(what, found)]
    if (found.count === 0) return [ok('no paid line is undecided')]
    const named = found.lines.map((line) => `${line.source} ${line.line}: ${whyUndecided(line)}`)
    return [
      {
        level: 'warning',
        says: `paid lines that granted no credits yet: ${found.count}`,
        why: 'somebody has paid, and nobody can tell yet what they were promised',
        remedy: `${named.join('; ')}. All of them: \`npm run credits -- audit\``,
      },
    ]
  },
}
