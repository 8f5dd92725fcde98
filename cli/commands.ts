import type { Command, CommandGroup } from './commands/command.ts'
import { credits } from './commands/credits.ts'
import { doctor } from './commands/doctor.ts'
import { forget } from './commands/forget.ts'
import { look } from './commands/look.ts'
import { setup } from './commands/setup.ts'
import { smoke } from './commands/smoke.ts'
import { sync } from './commands/sync.ts'

/** Every command, in the order in which an owner meets them. Each also has a line in package.json. */
export const commands: Record<string, Command | CommandGroup> = {
  setup,
  doctor,
  smoke,
  sync,
  credits,
  look,
  forget,
}
