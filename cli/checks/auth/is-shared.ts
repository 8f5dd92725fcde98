import { aside } from '../../database/database-state.ts'
import { readMigrations, tablesOf } from '../../database/migrations.ts'
import { quoted } from '../../database/sql-text.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'

/**
 * Whether something else uses the project, too: it has tables that are not ours. What only its other users need is
 * then left to its owner.
 * @throws {ServiceError}
 */
export async function isShared(project: SupabaseProject, folder: string): Promise<boolean> {
  const ours = tablesOf(await readMigrations(folder))
  const [row] = await project.query<{ isShared: boolean }>(`
    select exists (
      select from pg_catalog.pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and 'public.' || relname not in (${quoted([...ours, `public.${aside}`])})
    ) as "isShared"`)
  return row?.isShared === true
}
