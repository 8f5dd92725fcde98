import { setTimeout as sleep } from 'node:timers/promises'
import { StoppedError } from '../terminal/stopping.ts'
import type { Deployment, Row } from './deployment.ts'
import { SmokeFault } from './smoke-fault.ts'

const everyMilliseconds = 500

/**
 * Waits for the webhook; nothing else brings a change so soon: the schedule runs every ten minutes.
 * @throws {SmokeFault} if it does not come in time
 * @throws {StoppedError} if the owner stops it
 */
export async function waitForRow(
  stage: {
    site: Deployment
    tell: (line: string) => void
    waitSeconds: number
    signal?: AbortSignal
  },
  wish: { id: string; what: string; isSo: (row: Row) => boolean },
): Promise<void> {
  const startedAt = performance.now()
  const elapsedSeconds = () => (performance.now() - startedAt) / 1000
  while (!wish.isSo(await stage.site.readRow(wish.id))) {
    if (stage.signal?.aborted) throw new StoppedError()
    if (elapsedSeconds() >= stage.waitSeconds)
      throw new SmokeFault(
        `After ${stage.waitSeconds} s no webhook has ${wish.what}.`,
        'npm run doctor checks the endpoint; Stripe > Workbench > Webhooks shows each delivery.',
      )
    await sleep(everyMilliseconds)
  }
  stage.tell(`The webhook has ${wish.what} (${elapsedSeconds().toFixed(1)} s).`)
}
