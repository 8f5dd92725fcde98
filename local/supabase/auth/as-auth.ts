import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'

/**
 * Supabase Auth works under its own database role, so that grants and triggers meet it as they do there.
 * @throws {AuthFailure} 500 what the database refuses: why, only the project's log says
 */
export async function asAuth<Result>(
  project: Project,
  work: (sql: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await project.database.transaction(async (sql) => {
      await sql.exec('set local role supabase_auth_admin')
      return await work(sql)
    })
  } catch (error) {
    if (!(error instanceof Error) || !('severity' in error)) throw error
    throw new AuthFailure(500, 'unexpected_failure', 'Database error')
  }
}
