/** A disturbance of the API. Every named condition must hold; the first fault that fits is taken. */
export type Fault = {
  method?: string
  /** A path's beginning, or a regular expression where it starts with `^`. */
  path?: string
  /** Only requests that expand a property whose path contains this. */
  onlyWhenExpanding?: string
  /** How often it strikes; without it: always. */
  times?: number
  /** Waits before it reads anything; then answers as usual, where nothing else is named. */
  delayMs?: number
  /** Reads at once and sends the answer this much later: a read that others overtake. */
  lateMs?: number
  /** The same, until this settles; only within the process. */
  until?: Promise<unknown>
  status?: number
  code?: string
  message?: string
  /** A permission of the key editor, such as `rak_subscription_read`: a 403 in Stripe's words. */
  permission?: string
  /** Seconds. */
  retryAfter?: number
  /** What `Stripe-Should-Retry` says; the SDK repeats a 429 only on `true`. */
  shouldRetry?: boolean
  /** Never answers. */
  hang?: boolean
  /** Breaks the connection in the middle of the body. */
  cut?: boolean
  /** 200 with a body that is no JSON. */
  rubbish?: boolean
}

export type DeliveryControl = {
  /** How many deliveries are lost for good, or `true` for all from now on. */
  drop: number | boolean
  /** Sends every event twice. */
  duplicate: boolean
  /**
   * Mixes the deliveries that start together, as those of one release do, and sends them one after the other; the
   * order follows from `seed` alone.
   */
  shuffle: boolean
  seed: number
  delayMs: number
  /** Collects deliveries until `releaseDeliveries`. */
  hold: boolean
  /** The waits after each failed attempt; when they are used up the delivery has failed. */
  retryDelaysMs: readonly number[]
  /** Leaves `changes` out of thin events. */
  thinWithoutChanges: boolean
}

export type Control = {
  latencyMs: number
  faults: readonly Fault[]
  rateLimit: { perSecondPerEndpoint?: number; perSecond?: number; shouldRetry?: boolean } | null
  /** Refused to every key, such as `rak_subscription_read`. */
  revokedPermissions: readonly string[]
  /**
   * What a restricted key may do, by key, such as `{ rk_test_local: ['rak_customer_read'] }`; a key that is not named
   * may do everything. Leave to write is leave to read.
   */
  keyPermissions: Readonly<Record<string, readonly string[]>>
  /**
   * The owner switched Accounts v2 on: new customers are accounts as well (`customer_account`), and nothing rings
   * for them as `customer.*`. https://docs.stripe.com/connect/use-accounts-as-customers
   */
  accountsV2: boolean
  deliveries: DeliveryControl
  /** Nobody has saved the portal's settings yet. */
  noPortalConfiguration: boolean
  /** As for merchants in India. */
  searchUnavailable: boolean
  /** How long a change stays invisible to search. */
  searchLagSeconds: number
  /** What `customer.deleted` carries: the customer as it last was, or its id alone. */
  deletedCustomerEvents: 'full' | 'bare'
}

export type ControlPatch = Partial<Omit<Control, 'deliveries'>> & {
  deliveries?: Partial<DeliveryControl>
}

export function createControl(): Control {
  return {
    latencyMs: 0,
    faults: [],
    rateLimit: null,
    revokedPermissions: [],
    keyPermissions: {},
    accountsV2: false,
    deliveries: {
      drop: false,
      duplicate: false,
      shuffle: false,
      seed: 1,
      delayMs: 0,
      hold: false,
      retryDelaysMs: [1_000, 5_000, 25_000],
      thinWithoutChanges: false,
    },
    noPortalConfiguration: false,
    searchUnavailable: false,
    searchLagSeconds: 0,
    deletedCustomerEvents: 'full',
  }
}

/** Changes the control in place; a fault's count belongs to the control, not to whoever wrote the patch. */
export function applyControl(
  control: Control,
  { deliveries, faults, ...rest }: ControlPatch,
): void {
  Object.assign(control, rest)
  Object.assign(control.deliveries, deliveries)
  if (faults) control.faults = faults.map((fault) => ({ ...fault }))
}

/** For patches that come as JSON: names the first field that the control does not have. */
export function findUnknownField(patch: object): string | null {
  const known = createControl()
  const inner = 'deliveries' in patch && patch.deliveries instanceof Object ? patch.deliveries : {}
  return (
    Object.keys(patch).find((name) => !(name in known)) ??
    Object.keys(inner).find((name) => !(name in known.deliveries)) ??
    null
  )
}
