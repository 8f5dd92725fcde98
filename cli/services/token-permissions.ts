import { ServiceError } from './service-error.ts'
import type { SupabaseProject } from './supabase-management.ts'

/**
 * What setup does with Supabase's access token, by the dashboard's rows. Tokens are scoped since October 2026, and what
 * one may do can't be changed later. https://supabase.com/docs/guides/platform/access-tokens
 */
const permissions: readonly {
  row: string
  access: 'Read' | 'Read-write'
  /** Answered with 403 without it, and changes nothing; what only a change shows is told at its step. */
  attempt: (project: SupabaseProject) => Promise<unknown>
}[] = [
  // Changing the settings of Auth needs it, too.
  { row: 'Project Settings', access: 'Read-write', attempt: (project) => project.readStatus() },
  { row: 'Auth Config', access: 'Read-write', attempt: (project) => project.readAuthSettings() },
  {
    row: 'API Keys',
    access: 'Read-write',
    // One call where both are there.
    attempt: (project) => project.listKeys('whole').catch(() => project.listKeys('masked')),
  },
  { row: 'API Key Secrets', access: 'Read', attempt: (project) => project.listKeys('whole') },
  {
    row: 'Database',
    access: 'Read-write',
    attempt: async (project) => {
      await project.query('select 1')
      await project.tryToWrite()
    },
  },
  { row: 'Data API Config', access: 'Read', attempt: (project) => project.listServedSchemas() },
]

/** All of them, as a sentence names them. */
export const permissionsOfToken = permissions
  .map(({ row, access }) => `${row} ${access}`)
  .join(', ')

/**
 * Which of the permissions the token lacks, as far as that can be tried without a change.
 * @returns `null` if the token opens no such project
 * @throws {ServiceError} if the token is refused, or nothing answers
 */
export async function findMissingPermissions(project: SupabaseProject): Promise<string[] | null> {
  const missing: string[] = []
  for (const { row, access, attempt } of permissions)
    try {
      await attempt(project)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (error.status === 404) return null
      if (error.status === 403) missing.push(`${row} ${access}`)
      // Why a paused project refuses a query is the checks' to say.
      else if (error.status !== 400) throw error
    }
  return missing
}
