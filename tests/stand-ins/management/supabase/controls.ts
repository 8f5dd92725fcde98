import type { Weather } from '../wire/weather.ts'

export type ProjectStatus =
  | 'ACTIVE_HEALTHY'
  | 'ACTIVE_UNHEALTHY'
  | 'COMING_UP'
  | 'GOING_DOWN'
  | 'INACTIVE'
  | 'INIT_FAILED'
  | 'PAUSING'
  | 'RESTORING'
  | 'UPGRADING'

/** What a test may change of the organization and the project, and the weather. */
export type ManagementControls = Weather & {
  plan: 'free' | 'pro' | 'team' | 'enterprise'
  /** ISO 8601. A free project made on or after 2026-06-01 can't change the built-in mailer's templates. */
  projectCreatedAt: string
  /** Whether a refused template takes the other fields of its request along; both have been seen. */
  templateRefusal: 'whole' | 'partial'
  status: ProjectStatus
  /** Services that `health` calls unhealthy, such as `auth`. */
  unhealthy: string[]
  /** The token may not see secrets. */
  revealForbidden: boolean
  /** Auth notices new settings only when it is told to; in life it takes up to a minute. */
  holdAuth: boolean
  /** Further projects in the token's reach. Nothing stands behind them. */
  otherProjects: { ref: string; name: string }[]
}

/** A healthy project on a paid plan. */
export function fairManagement(): ManagementControls {
  return {
    faults: [],
    latencyMs: 0,
    plan: 'pro',
    projectCreatedAt: '2026-10-01T08:00:00.000000Z',
    templateRefusal: 'whole',
    status: 'ACTIVE_HEALTHY',
    unhealthy: [],
    revealForbidden: false,
    holdAuth: false,
    otherProjects: [],
  }
}
