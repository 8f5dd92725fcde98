import type { Route } from '../api.ts'
import type { World } from './world.ts'
import { assertProject } from './world.ts'

/** What could be restored: a paid plan has a backup of each day, a free one none. */
export function backupRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/projects/:ref/database/backups',
      answer(order) {
        assertProject(world, order, 'backups_read')
        const { plan, backups } = world.controls
        return Response.json({
          region: 'eu-central-1',
          walg_enabled: true,
          pitr_enabled: false,
          backups: plan === 'free' ? [] : [daily],
          physical_backup_data: {},
          ...backups,
        })
      },
    },
  ]
}

const daily = {
  id: 1,
  is_physical_backup: false,
  status: 'COMPLETED',
  inserted_at: '2026-10-02T03:00:00.000Z',
}
