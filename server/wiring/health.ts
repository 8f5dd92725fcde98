import { pingStripe } from '../gateways/stripe/ping.ts'
import { createProjectSettings } from '../gateways/supabase/project-settings.ts'
import { checkHealth } from '../use-cases/health/check-health.ts'
import { keepAnswer } from '../use-cases/health/keep-answer.ts'
import type { Shared } from './shared.ts'

export type HealthGateway = ReturnType<typeof wireHealth>

/** Whether everything that a sign-in needs answers. */
export function wireHealth({ config, client, records, now }: Shared) {
  const { url: supabaseUrl, publishableKey, jwtSecret } = config.supabase
  const world = {
    deadline: (milliseconds: number) => AbortSignal.timeout(milliseconds),
    ask: {
      stripe: () => pingStripe(client),
      // A row that there can't be: the table must answer, and nobody's is read.
      database: () => records.listRows(['cus_nobody']),
      // Made for each question, because the one of the sign-ins takes Auth's word for ten minutes.
      auth: () => {
        const project = createProjectSettings({ supabaseUrl, publishableKey, jwtSecret, now })
        return Promise.all([project.assertConfirmationsOn(), project.assertVerifiable()])
      },
    },
  }
  return {
    /** As of ten seconds ago at most: anybody may ask, and the calls are the owner's. */
    checkHealth: keepAnswer({ now }, { goodForMilliseconds: 10_000 }, () => checkHealth(world)),
  }
}
