import type { Credits } from '../services/credits/supabase-credits.ts'
import { openCredits } from '../services/credits/supabase-credits.ts'
import type { ReadTakings } from '../services/credits/stripe-takings.ts'
import { readTakings } from '../services/credits/stripe-takings.ts'
import { ServiceError } from '../services/service-error.ts'
import { SetupFault } from '../terminal/setup-fault.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Environment } from '../variables/environment.ts'
import { valueOf } from '../variables/environment.ts'

/** What the commands about credits work with. */
export type CreditsDesk = {
  credits: Credits
  mode: 'live' | 'test'
  /** The project's host, for whoever has several. */
  host: string
  readTakings: ReadTakings
}

/** The mode is that of the Stripe key. @throws {UsageError} if a variable is missing */
export function openDesk(env: Environment): CreditsDesk {
  const url = valueOf(env, 'SUPABASE_URL')?.replace(/\/+$/, '') ?? ''
  const secretKey = valueOf(env, 'SUPABASE_SECRET_KEY')
  const apiKey = valueOf(env, 'STRIPE_API_KEY') ?? ''
  const mode = /^[rs]k_(test|live)_\S+$/.exec(apiKey)?.[1]
  const missing = [
    ...(/^https?:$/.test(URL.parse(url)?.protocol ?? '') ? [] : ['SUPABASE_URL']),
    ...(secretKey === null ? ['SUPABASE_SECRET_KEY'] : []),
    ...(mode === undefined ? ['STRIPE_API_KEY, whose mode decides whose credits these are'] : []),
  ]
  if (missing.length > 0) throw new UsageError(`Set in .env: ${missing.join('; ')}.`)
  return {
    credits: openCredits({ url, publishableKey: null, secretKey }, mode === 'live'),
    mode: mode === 'live' ? 'live' : 'test',
    host: new URL(url).host,
    readTakings: readTakings(apiKey, env),
  }
}

/** What a command does, in words that help where the database has no such functions yet. */
export async function withTables<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof ServiceError && ['PGRST202', '42883'].includes(error.code ?? ''))
      throw new SetupFault(
        'The database lacks what this calls: its migrations have not run. Run `npm run setup`.',
      )
    throw error
  }
}
