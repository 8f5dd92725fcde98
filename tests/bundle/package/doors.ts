import type { Config } from '@netlify/functions'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A file in the functions' directory, and what it declares when Node itself imports it. */
export type Door = { name: string; file: string; config: Config }

/** @throws where the directory holds anything but doors */
export async function importDoors(directory: string): Promise<Door[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return Promise.all(
    entries.map(async (entry) => {
      if (!entry.isFile() || !entry.name.endsWith('.ts'))
        throw new Error(`"${entry.name}" is not a door: nothing else may live in ${directory}`)
      const file = join(directory, entry.name)
      const module = (await import(pathToFileURL(file).href)) as {
        default?: unknown
        config?: Config
      }
      if (typeof module.default !== 'function' || module.config === undefined)
        throw new Error(`"${entry.name}" exports no default function, or no "config"`)
      return { name: basename(entry.name, '.ts'), file, config: module.config }
    }),
  )
}
