import type { Config } from './config.ts'
import { readConfig } from './config.ts'
import { postponeParserTuning } from './gateways/http-parser.ts'
import type { CheckoutGateway } from './wiring/checkout.ts'
import { wireCheckout } from './wiring/checkout.ts'
import type { EventsGateway } from './wiring/events.ts'
import { wireEvents } from './wiring/events.ts'
import type { HealthGateway } from './wiring/health.ts'
import { wireHealth } from './wiring/health.ts'
import type { LinksGateway } from './wiring/links.ts'
import { wireLinks } from './wiring/links.ts'
import type { OffersGateway } from './wiring/offers.ts'
import { wireOffers } from './wiring/offers.ts'
import type { PurchasesGateway } from './wiring/purchases.ts'
import { wirePurchases } from './wiring/purchases.ts'
import { createShared } from './wiring/shared.ts'
import type { SyncGateway } from './wiring/sync.ts'
import { wireSync } from './wiring/sync.ts'
import type { TokensGateway } from './wiring/tokens.ts'
import { wireTokens } from './wiring/tokens.ts'

/** The use-cases, wired to the world that the configuration names. */
export type Gateway = {
  /** Origins whose pages may call the doors. */
  origins: readonly string[]
} & LinksGateway &
  OffersGateway &
  CheckoutGateway &
  PurchasesGateway &
  TokensGateway &
  EventsGateway &
  SyncGateway &
  HealthGateway

/** Joins configuration, gateways and use-cases: the only place where they meet. Calls nobody yet. */
export function wire(config: Config): Gateway {
  const shared = createShared(config)
  return {
    origins: config.origins,
    ...wireLinks(shared),
    ...wireOffers(shared),
    ...wireCheckout(shared),
    ...wirePurchases(shared),
    ...wireTokens(shared),
    ...wireEvents(shared),
    ...wireSync(shared),
    ...wireHealth(shared),
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

/** Builds it again at the next request, for when the environment has changed under a running process. */
export function forgetGateway(): void {
  gateway = undefined
}
