import { afterEach, beforeEach } from 'vitest'
import { openWorld } from '../../../cli/world.ts'
import type { Output } from '../../../cli/terminal/wrap.ts'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import { startManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { openTerminal } from '../terminal/open-terminal.ts'
import type { Variables } from '../terminal/run-command.ts'
import { runCommand, worldVariables } from '../terminal/run-command.ts'

/** Where an owner sits who is asked about one person: an empty world, and a token for its Supabase project. */
export type Desk = World & {
  management: ManagementStandIn
  variables(): Variables
  run(args: readonly string[], env?: Variables): ReturnType<typeof runCommand>
  terminal(args: readonly string[]): ReturnType<typeof openTerminal>
  /** The same world in this process, as a command opens it. */
  open(env?: Variables): ReturnType<typeof openWorld>
  sql<Row>(text: string): Promise<Row[]>
}

/** One for each test. */
export function useDesk(): Desk {
  const desk = {} as Desk
  beforeEach(async () => {
    const world = await emptyWorld()
    const management = await startManagementStandIn(world.supabase)
    const variables = () => ({
      ...worldVariables(),
      SUPABASE_ACCESS_TOKEN: management.token,
      SUPABASE_API_BASE: management.url,
      SUPABASE_PROJECT_URL: world.supabase.url,
    })
    const folder = import.meta.dirname
    Object.assign(desk, world, {
      management,
      variables,
      run: (args: readonly string[], env: Variables = {}) =>
        runCommand(args, { env: { ...variables(), ...env }, folder }),
      terminal: (args: readonly string[]) => openTerminal({ args, env: variables(), folder }),
      open: (env: Variables = {}) => openWorld({ env: { ...variables(), ...env } }),
      sql: async (text: string) => (await world.supabase.database.query(text)).rows,
    })
  })
  afterEach(() => desk.management.close())
  return desk
}

/** Keeps what a command writes. */
export function catchOutput(): Output & { text: string } {
  const out = { text: '', write: (text: string) => void (out.text += text) }
  return out
}
