import type { Disturbances } from '#local/wire/controls.ts'

/** What a test may change in the organization and the project. */
export type ManagementControls = Disturbances & {
  plan: 'free' | 'pro'
  /** What differs of the answer about backups. */
  backups: Record<string, unknown>
  status: 'ACTIVE_HEALTHY' | 'INACTIVE' | 'COMING_UP'
  /** More projects that the token reaches. They are listed, and nothing is behind them. */
  otherProjects: { ref: string; name: string }[]
  /** What the token may do; `null` is a token of before October 2026, which may do everything. */
  permissions: string[] | null
  /** A token that is limited to this project lists none. */
  listsProjects: boolean
}

/** A healthy project on a paid plan. */
export function initialControls(): ManagementControls {
  return {
    faults: [],
    plan: 'pro',
    backups: {},
    status: 'ACTIVE_HEALTHY',
    otherProjects: [],
    permissions: null,
    listsProjects: true,
  }
}
