import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'

/** What `POST /api/stripe-webhook` may answer besides `received`; Stripe delivers again after any of them. */
export type WebhookErrorCode =
  DoorErrorCode | Exclude<ServiceErrorCode, 'auth_unavailable'> | 'signature_invalid'

/** 200 of `POST /api/stripe-webhook`. */
export type WebhookResponse = {
  received: true
  outcome: 'recorded' | 'unchanged' | 'ignored' | 'kept'
  /** Only in answer to the owner's doctor, who signs like Stripe: a short hash of each variable that the doors run with. */
  variables?: Record<string, string>
}
