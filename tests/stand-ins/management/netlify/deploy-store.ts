import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { NetlifyControls } from './controls.ts'

export type Deploy = {
  id: string
  buildId: string
  state: 'new' | 'building' | 'ready' | 'error'
  errorMessage: string | null
  createdAt: number
  updatedAt: number
  publishedAt: number | null
  /** What its functions see; `null` until it was built. */
  env: Record<string, string> | null
}

/** What a deploy's hook is told: what the functions will see, and what the build sees. */
type Building = { env: Record<string, string>; buildEnv: Record<string, string> }

export type DeployHook = (building: Building) => Promise<void> | void
export type DeployStore = ReturnType<typeof createDeployStore>

type Surroundings = {
  controls: NetlifyControls
  onDeploy: DeployHook
  /** The variables of this moment. */
  look(deployId: string): Building
}

/** Builds one deploy after the other, each with the variables at the moment when its building begins. */
export function createDeployStore({ controls, onDeploy, look }: Surroundings) {
  const deploys: Deploy[] = []
  let queue: Promise<void> = Promise.resolve()

  function move(deploy: Deploy, state: Deploy['state'], errorMessage: string | null = null): void {
    Object.assign(deploy, { state, errorMessage, updatedAt: Date.now() })
    if (state === 'ready') deploy.publishedAt = deploy.updatedAt
  }

  async function build(deploy: Deploy): Promise<void> {
    // The caller has the answer first.
    await nextTurn()
    move(deploy, 'building')
    const building = look(deploy.id)
    await nextTurn()
    try {
      if (controls.deployFails !== null) throw new Error(controls.deployFails)
      await onDeploy(building)
      deploy.env = building.env
      move(deploy, 'ready')
    } catch (error) {
      move(deploy, 'error', (error as Error).message)
    }
  }

  return {
    /** Newest first. */
    all: (): readonly Deploy[] => deploys.toReversed(),
    /** What visitors get, or `null` before the first deploy that succeeded. */
    findPublished: (): Deploy | null => deploys.findLast(({ state }) => state === 'ready') ?? null,
    start(): Deploy {
      const at = Date.now()
      const deploy: Deploy = {
        id: randomBytes(12).toString('hex'),
        buildId: randomBytes(12).toString('hex'),
        state: 'new',
        errorMessage: null,
        createdAt: at,
        updatedAt: at,
        publishedAt: null,
        env: null,
      }
      deploys.push(deploy)
      queue = queue.then(() => build(deploy))
      return deploy
    },
    /** Resolves when nothing is building or waiting to. */
    settled: () => queue,
  }
}
