/*
 * The words that the doors and their callers share. Only types: the page imports these files with `import type`, so
 * nothing here may reach a browser as code.
 */

/** What may go wrong at any door. */
export type DoorErrorCode =
  'method_not_allowed' | 'body_invalid' | 'body_too_large' | 'config_missing' | 'internal'

/** What may go wrong at a service that a door asks. */
export type ServiceErrorCode =
  | 'stripe_unavailable'
  | 'stripe_rate_limited'
  | 'permission_missing'
  | 'database_unavailable'
  | 'auth_unavailable'
