import { parseEnv } from 'node:util'
import { afterAll, beforeAll } from 'vitest'
import type { WorldOptions } from '../../../cli/world.ts'
import { openWorld } from '../../../cli/world.ts'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Variables } from '../terminal/run-command.ts'
import type { Shop } from './bare-shop.ts'
import { openBareShop } from './bare-shop.ts'
import { expectEndedWell } from './expect-shop.ts'

/** A shop that is set up, and everything of it that a check looks at. */
export type ReadyShop = Shop & {
  /** The variables of `.env`, the owner's credentials, and where the stand-ins are. */
  env: Variables
  /** What the checks look at; `undefined` takes a variable away. */
  world(env?: Variables, options?: Partial<WorldOptions>): ReturnType<typeof openWorld>
}

/** The one shop of a test file, set up before its first test with the real command. */
export function useReadyShop(): ReadyShop {
  const shop = {} as ReadyShop
  beforeAll(async () => {
    Object.assign(shop, await openBareShop())
    expectEndedWell(await shop.run(['setup', '--yes']))
    await shop.push()
    shop.env = { ...shop.variables, ...parseEnv(await shop.readEnvironmentFile()) }
    const keep = async (learned: Record<string, string>) => void Object.assign(shop.env, learned)
    shop.world = (differs = {}, options = {}) => {
      const all = Object.entries({ ...shop.env, ...differs })
      const env = Object.fromEntries(all.filter(([, value]) => value !== undefined))
      return openWorld({ env, copy: shop.folder, keep, ...options })
    }
  })
  afterAll(async () => {
    await shop.close()
    await closeBareProject()
  })
  return shop
}

/** Takes variables away. */
export function without(...names: string[]): Variables {
  return Object.fromEntries(names.map((name) => [name, undefined]))
}
