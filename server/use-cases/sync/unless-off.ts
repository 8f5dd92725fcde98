import { GatewayError } from '../../errors.ts'
import type { Subject } from '../subject.ts'
import type { SyncRun } from './sync-run.ts'

/**
 * Does something for a subject that the key may not see: then it is told to be off, and the others need not wait for
 * the owner. What is missed the daily pass finds, once the key has the permission. Customers are never off.
 * @returns whether it was done
 */
export async function unlessOff(
  run: SyncRun,
  subject: Subject,
  task: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await task()
    return true
  } catch (error) {
    const isRefused = error instanceof GatewayError && error.code === 'permission_missing'
    if (!isRefused || subject.pass === undefined) throw error
    run.tell((report) => {
      if (!report.off.includes(subject.name)) report.off.push(subject.name)
    })
    return false
  }
}
