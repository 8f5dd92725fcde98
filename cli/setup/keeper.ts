import { join } from 'node:path'
import { writeEnvironmentFile } from '../variables/environment-file.ts'

/** Where the variables go that setup learns. */
export type Keeper = {
  /** Keeps them; only in memory until the owner has said yes to `.env`. */
  keep(variables: Record<string, string>): Promise<void>
  /** From now on everything kept is in `.env`. @throws {EnvironmentFileError} if git would track it */
  openFile(): Promise<void>
}

/** What opens a whole account is used for this run only and never stored. */
const neverKept = ['STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN']

/** @param folder the one of `.env` */
export function createKeeper(folder: string): Keeper {
  const kept: Record<string, string> = {}
  let isOpen = false
  const write = async () => {
    if (isOpen) await writeEnvironmentFile(join(folder, '.env'), kept)
  }
  return {
    async keep(variables) {
      for (const [name, value] of Object.entries(variables))
        if (!neverKept.includes(name)) kept[name] = value
      await write()
    },
    async openFile() {
      isOpen = true
      await write()
    },
  }
}
