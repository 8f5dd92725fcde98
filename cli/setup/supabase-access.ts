import type { ProjectSummary, SupabaseProject } from '../services/supabase-management.ts'
import { listProjects, readSupabaseProject } from '../services/supabase-management.ts'
import { createPatience, patient } from '../services/wire/patience.ts'
import type { Environment } from '../variables/environment.ts'

/** What is asked to try a token is not asked again afterwards: Supabase counts calls by the minute. */
export type SupabaseAccess = {
  /** The projects that the token opens. @throws {ServiceError} */
  list(token: string): Promise<ProjectSummary[]>
  open(token: string, ref: string): SupabaseProject
  /** What was opened last. */
  readonly opened: SupabaseProject | null
}

/** @param env says where Supabase is */
export function createSupabaseAccess(env: Environment): SupabaseAccess {
  const patience = createPatience(patient)
  let listed: { token: string; projects: ProjectSummary[] } | null = null
  let opened: SupabaseProject | null = null
  return {
    async list(token) {
      if (listed?.token !== token)
        listed = { token, projects: await listProjects(env, token, patience) }
      return listed.projects
    },
    open(token, ref) {
      opened = readSupabaseProject(env, { token, ref, patience })
      return opened
    },
    get opened() {
      return opened
    },
  }
}
