import type { Changes, Controls } from '../wire/controls.ts'
import { createControls } from '../wire/controls.ts'
import type { Fault as WireFault } from '../wire/fault.ts'

/** A disturbance of the API, with what only Stripe knows. */
export type Fault = WireFault & {
  /** A permission of the key editor, such as `rak_subscription_read`: a 403 in Stripe's words. */
  permission?: string
  /** The method had begun when it failed: the same key gets the same failure again, as long as it is kept. */
  isKept?: boolean
  /** What `Stripe-Should-Retry` says; the SDK repeats a 429 only on `true`. */
  shouldRetry?: boolean
}

export type DeliveryControl = {
  /** From now on every delivery is lost for good. */
  drop: boolean
  /** Collects deliveries until `releaseDeliveries`. */
  hold: boolean
  /** The waits after each failed attempt; when they are used up the delivery has failed. */
  retryDelaysMs: readonly number[]
  /** Leaves `changes` out of thin events. */
  thinWithoutChanges: boolean
}

export type Control = {
  latencyMs: number
  faults: Fault[]
  rateLimit: { perSecondPerEndpoint?: number; perSecond?: number } | null
  /** Refused to every key, such as `rak_subscription_read`. */
  revokedPermissions: readonly string[]
  /**
   * What a restricted key may do, by key, such as `{ rk_test_local: ['rak_customer_read'] }`; a key that is not named
   * may do everything. A permission to write is also one to read.
   */
  keyPermissions: Readonly<Record<string, readonly string[]>>
  /**
   * The owner switched Accounts v2 on: new customers are accounts as well (`customer_account`), and no `customer.*`
   * event tells of them. https://docs.stripe.com/connect/use-accounts-as-customers
   */
  accountsV2: boolean
  deliveries: DeliveryControl
  /** What the owner chose for a subscription whose payment was tried for the last time. */
  whenRetriesFail: 'cancel' | 'unpaid' | 'past_due'
  /** How a part of a period shows a discount: within its amount, or beside it (`billing_mode.flexible`). */
  prorationDiscounts: 'included' | 'itemized'
  /** What the owner told Stripe of the shop. */
  business: {
    name: string | null
    supportEmail: string | null
    color: string | null
    hasIcon: boolean
  }
  /** The address of the terms is in the public details, without which nobody can be asked to agree to them. */
  hasTerms: boolean
  /** The portal's settings have never been saved. */
  noPortalConfiguration: boolean
  /** New webhook endpoints come without their secret, as is reported of restricted keys. */
  hidesEndpointSecrets: boolean
  /** As for merchants in India: https://docs.stripe.com/search */
  searchUnavailable: boolean
  /** What `customer.deleted` carries: the customer as it last was, or only its id. */
  deletedCustomerEvents: 'full' | 'bare'
}

export type ControlPatch = Changes<Control, 'deliveries'>

export type StripeControls = Controls<Control, 'deliveries'>

/** Everything works, and every event is delivered once, in order and at once. */
export function createStripeControls(): StripeControls {
  return createControls(undisturbed, ['deliveries'])
}

function undisturbed(): Control {
  return {
    latencyMs: 0,
    faults: [],
    rateLimit: null,
    revokedPermissions: [],
    keyPermissions: {},
    accountsV2: false,
    deliveries: {
      drop: false,
      hold: false,
      retryDelaysMs: [1_000, 5_000, 25_000],
      thinWithoutChanges: false,
    },
    business: {
      name: 'Paper & Pencil',
      supportEmail: 'help@paper.test',
      color: '#0b6e4f',
      hasIcon: true,
    },
    hasTerms: true,
    whenRetriesFail: 'cancel',
    prorationDiscounts: 'included',
    noPortalConfiguration: false,
    hidesEndpointSecrets: false,
    searchUnavailable: false,
    deletedCustomerEvents: 'full',
  }
}
