import { GatewayError } from '../../errors.ts'

/** The fields of the SDK's errors that are read here; its classes are not loaded for it. */
type StripeErrorLike = {
  type?: string
  code?: string
  param?: string
  message?: string
  statusCode?: number
  requestId?: string
  headers?: Record<string, string>
}

/**
 * Says what a failed call to Stripe means to us. Stripe's own words stay out: they may hold a key or an address.
 * @param call what was asked, for the owner's log
 * @param hasFlow whether the call asked for a place inside the portal
 */
export function toGatewayError(error: unknown, call: string, hasFlow = false): GatewayError {
  if (error instanceof GatewayError) return error
  const fault = error as StripeErrorLike
  const at = `at "${call}" (${wordOf(fault.requestId) ?? 'no request id'})`
  const become = (code: GatewayError['code'], message: string, retryAfterSeconds?: number) =>
    new GatewayError(
      code,
      message,
      retryAfterSeconds === undefined ? { cause: error } : { cause: error, retryAfterSeconds },
    )

  switch (fault.type) {
    case 'StripeAuthenticationError':
      return become(
        'config_missing',
        `"STRIPE_API_KEY" is refused by Stripe ${at}: set a valid key`,
      )
    case 'StripePermissionError':
      return become(
        'permission_missing',
        `"STRIPE_API_KEY" may not do that ${at}: give the key ${wordPermission(error)}`,
      )
    case 'StripeRateLimitError':
      return become(
        'stripe_rate_limited',
        `Stripe asks for a pause ${at}`,
        retryAfter(fault.headers),
      )
    case 'StripeInvalidRequestError':
      if (isPortalUnconfigured(fault))
        return become(
          'portal_not_configured',
          `Stripe has no usable portal configuration ${at}: save the customer portal's settings in this mode, ` +
            'or correct "STRIPE_PORTAL_CONFIGURATION"',
        )
      if (hasFlow)
        return become(
          'flow_unavailable',
          `Stripe refuses the flow ${at}: ${wordOf(fault.param) ?? 'no reason'}`,
        )
      return become(
        'stripe_unavailable',
        `Stripe refuses the request ${at}: ${wordOf(fault.code) ?? 'no code'}, ${wordOf(fault.param) ?? 'no parameter'}`,
      )
    default:
      return become('stripe_unavailable', `Stripe failed ${at}: ${fault.type ?? 'no answer'}`)
  }
}

function wordPermission(error: unknown): string {
  const name = permissionNamed(error)
  return name === undefined ? 'the documented permissions' : `the permission "${name}"`
}

/** A name of Stripe's, such as `resource_missing` or `flow_data[type]`; anything else stays out of the log. */
function wordOf(text: string | undefined): string | undefined {
  return /^[A-Za-z]\w{0,63}(?:\[\w{1,40}\]){0,3}$/.exec(text ?? '')?.[0]
}

/** Whether Stripe says that the thing asked for does not exist for this key. */
export function isMissing(error: unknown): boolean {
  const { type, code } = error as StripeErrorLike
  return type === 'StripeInvalidRequestError' && code === 'resource_missing'
}

/** Whether Stripe refuses for want of a permission. */
export function isForbidden(error: unknown): boolean {
  return (error as StripeErrorLike).type === 'StripePermissionError'
}

/** Whether the SDK refuses a webhook's signature, and nothing else went wrong. */
export function isBadSignature(error: unknown): boolean {
  return (error as StripeErrorLike).type === 'StripeSignatureVerificationError'
}

/** Whether Stripe refuses the form of the question, as `search` does if it is not offered. */
export function isRefused(error: unknown): boolean {
  return (error as StripeErrorLike).type === 'StripeInvalidRequestError'
}

/** "every new Stripe account fails this way once": 400 until the portal's settings were saved in this mode. */
function isPortalUnconfigured({ message, param }: StripeErrorLike): boolean {
  return (
    param === 'configuration' ||
    /no configuration provided|default configuration has not been created/i.test(message ?? '')
  )
}

/** The missing permission, which Stripe names in its message, in one of two wordings. */
export function permissionNamed(error: unknown): string | undefined {
  const { message = '' } = error as StripeErrorLike
  return /\b(?:rak_)?[a-z][a-z0-9_]*_(?:read|write)\b/.exec(message)?.[0]
}

function retryAfter(headers: Record<string, string> | undefined): number {
  const seconds = Number(headers?.['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), 60) : 2
}
