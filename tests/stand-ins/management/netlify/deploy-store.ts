import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { NetlifyControls } from './controls.ts'

export type Deploy = {
  id: string
  buildId: string
  title: string | null
  state: 'new' | 'building' | 'ready' | 'error'
  errorMessage: string | null
  createdAt: number
  updatedAt: number
  publishedAt: number | null
  /** What its functions see; null until it was built. */
  env: Record<string, string> | null
}

/** What a deploy's hook is told. */
export type Building = {
  id: string
  siteId: string
  /** What the functions will see. */
  env: Record<string, string>
  /** What the build sees. */
  buildEnv: Record<string, string>
}

export type DeployHook = (building: Building) => Promise<void> | void
export type DeployStore = ReturnType<typeof createDeployStore>

type Surroundings = {
  controls: { readonly now: NetlifyControls }
  now(): number
  /** The variables of this moment. */
  look(deployId: string): Omit<Building, 'id'>
}

/** Builds one deploy after the other, each with the variables that stand when its building begins. */
export function createDeployStore({ controls, now, look }: Surroundings) {
  const deploys: Deploy[] = []
  let hook: DeployHook = () => undefined
  const gates = new Set<() => void>()
  let queue: Promise<void> = Promise.resolve()

  function move(deploy: Deploy, state: Deploy['state'], errorMessage: string | null = null): void {
    Object.assign(deploy, { state, errorMessage, updatedAt: now() })
    if (state === 'ready') deploy.publishedAt = now()
  }

  async function build(deploy: Deploy, gate: Promise<void>): Promise<void> {
    // Whoever asked for it has his answer first.
    await nextTurn()
    await gate
    move(deploy, 'building')
    const building = { id: deploy.id, ...look(deploy.id) }
    await nextTurn()
    try {
      if (controls.now.deployFails !== null) throw new Error(controls.now.deployFails)
      await hook(building)
      deploy.env = building.env
      move(deploy, 'ready')
    } catch (error) {
      move(deploy, 'error', (error as Error).message)
    }
  }

  function waitAtGate(): Promise<void> {
    if (!controls.now.holdDeploys) return Promise.resolve()
    return new Promise((resolve) => gates.add(resolve))
  }

  return {
    /** Newest first. */
    all: (): readonly Deploy[] => deploys.toReversed(),
    find: (id: string): Deploy | null => deploys.find((deploy) => deploy.id === id) ?? null,
    findBuild: (id: string): Deploy | null => deploys.find(({ buildId }) => buildId === id) ?? null,
    /** What visitors get, or null before the first deploy that succeeded. */
    published: (): Deploy | null => deploys.findLast(({ state }) => state === 'ready') ?? null,
    setHook: (next: DeployHook) => void (hook = next),
    start(title: string | null): Deploy {
      const at = now()
      const deploy: Deploy = {
        id: randomBytes(12).toString('hex'),
        buildId: randomBytes(12).toString('hex'),
        title,
        state: 'new',
        errorMessage: null,
        createdAt: at,
        updatedAt: at,
        publishedAt: null,
        env: null,
      }
      deploys.push(deploy)
      const gate = waitAtGate()
      queue = queue.then(() => build(deploy, gate))
      return deploy
    },
    /** Lets go whatever waits. */
    release(): void {
      for (const open of gates) open()
      gates.clear()
    },
    /** Resolves when nothing builds or waits to. */
    settled: () => queue,
    clear: () => void deploys.splice(0),
  }
}
