import { setTimeout } from 'node:timers/promises'
import type { Config } from './config.ts'
import { readConfig } from './config.ts'
import { createAccessTokens } from './gateways/supabase/access-tokens.ts'
import type { CustomerCounts } from './gateways/supabase/customer-table.ts'
import { createCustomerTable } from './gateways/supabase/customer-table.ts'
import { postponeParserTuning } from './gateways/http-parser.ts'
import { pingStripe } from './gateways/stripe/ping.ts'
import { createProjectSettings } from './gateways/supabase/project-settings.ts'
import { createStripeCatalogue } from './gateways/stripe/catalogue.ts'
import { loadStripeClient } from './gateways/stripe/client.ts'
import { createStripeEvents } from './gateways/stripe/webhook-signature.ts'
import { createStripePortal } from './gateways/stripe/portal.ts'
import { createStripeGateway } from './gateways/stripe/customers.ts'
import { applyStripeEvent } from './use-cases/events/apply-stripe-event.ts'
import type { HealthReport } from './use-cases/health/check-health.ts'
import { checkHealth } from './use-cases/health/check-health.ts'
import { issuePortalLinks } from './use-cases/links/issue-portal-links.ts'
import { keepAnswer } from './use-cases/health/keep-answer.ts'
import type { Change } from './use-cases/sync/rehearse.ts'
import { rehearse } from './use-cases/sync/rehearse.ts'
import type { SyncOrder } from './use-cases/sync/sync-customers.ts'
import { syncCustomers } from './use-cases/sync/sync-customers.ts'

export type TimedSyncOrder = Omit<SyncOrder, 'hasTime'> & {
  /** When it must have ended; calls are cut short to keep it. `null`: whenever it is done. */
  budgetSeconds: number | null
  /** Aborted: no further call is begun, and the place is kept. */
  signal?: AbortSignal
  /** Writes nothing, and tells what would have changed. */
  rehearsal?: (change: Change) => void
}

/** The use-cases, wired to the world that the configuration names. */
export type Gateway = {
  /** Origins whose pages may call the doors. */
  origins: readonly string[]
  issuePortalLinks(
    request: Parameters<typeof issuePortalLinks>[1],
  ): ReturnType<typeof issuePortalLinks>
  applyStripeEvent(
    delivery: Parameters<typeof applyStripeEvent>[1],
  ): ReturnType<typeof applyStripeEvent>
  syncCustomers(order: TimedSyncOrder): ReturnType<typeof syncCustomers>
  countCustomers(): Promise<CustomerCounts>
  /** How the neighbours are, as of ten seconds ago at most: anybody may ask, and the calls are the owner's. */
  checkHealth(): Promise<HealthReport>
}

const callMilliseconds = 8000
/** A run with a budget begins nothing in its last seconds. */
const lastCallMilliseconds = 3000

/** Joins configuration, gateways and use-cases: the only place where they meet. Calls nobody yet. */
export function wire(config: Config): Gateway {
  const now = () => Date.now()
  const { livemode } = config.stripe
  const supabaseUrl = config.supabase.url
  const client = loadStripeClient(config.stripe.apiKey, config.stripe.apiBase)
  const world = {
    now,
    livemode,
    frontendUrl: config.frontendUrl,
    origins: config.origins,
    stripe: createStripeGateway(client),
    portal: createStripePortal(client, config.stripe.portalConfiguration),
    catalogue: createStripeCatalogue(client, now),
    events: createStripeEvents(client, { secrets: config.stripe.webhookSecrets, now }),
    table: createCustomerTable({
      ...config.supabase,
      supabaseUrl,
      livemode,
      timeout: () => callMilliseconds,
    }),
    project: createProjectSettings({ ...config.supabase, supabaseUrl, now }),
    tokens: createAccessTokens({
      supabaseUrl,
      issuer: config.supabase.jwtIssuer,
      jwtSecret: config.supabase.jwtSecret,
      maxAgeSeconds: config.signInMaxAgeSeconds,
      now,
    }),
  }
  const asked = {
    deadline: (milliseconds: number) => AbortSignal.timeout(milliseconds),
    ask: {
      stripe: () => pingStripe(client),
      // A row that there can't be: the table must answer, and nobody's is read.
      database: () => world.table.listRows(['cus_nobody']),
      // Made anew, because the one of the sign-ins takes Auth's word for ten minutes.
      auth: () =>
        createProjectSettings({ ...config.supabase, supabaseUrl, now }).assertConfirmationsOn(),
    },
  }
  return {
    origins: config.origins,
    issuePortalLinks: (request) => issuePortalLinks(world, request),
    applyStripeEvent: (delivery) => applyStripeEvent(world, delivery),
    countCustomers: () => world.table.countCustomers(),
    checkHealth: keepAnswer(world, { goodForMilliseconds: 10_000 }, () => checkHealth(asked)),
    syncCustomers({ budgetSeconds, signal, rehearsal, ...order }) {
      const endsAt = now() + (budgetSeconds ?? Infinity) * 1000
      const timeout = () => Math.max(1, Math.min(callMilliseconds, endsAt - now()))
      const retries = budgetSeconds === null ? 2 : 0
      const table = createCustomerTable({ ...config.supabase, supabaseUrl, livemode, timeout })
      return syncCustomers(
        {
          now,
          sleep: (milliseconds) => setTimeout(milliseconds),
          livemode,
          stripe: createStripeGateway(client, () => ({
            timeout: timeout(),
            maxNetworkRetries: retries,
          })),
          table: rehearsal === undefined ? table : rehearse(table, rehearsal),
        },
        {
          ...order,
          hasTime: (after) =>
            signal?.aborted !== true && now() + after + lastCallMilliseconds < endsAt,
        },
      )
    },
  }
}

let gateway: Gateway | undefined

/** The gateway of this process, built when first asked for. @throws `config_missing` */
export function getGateway(): Gateway {
  if (gateway === undefined) {
    gateway = wire(readConfig())
    postponeParserTuning()
  }
  return gateway
}

/** Builds it anew at the next request: for when the environment has changed under a running process. */
export function forgetGateway(): void {
  gateway = undefined
}
