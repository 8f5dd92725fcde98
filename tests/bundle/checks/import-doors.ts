import type { Config } from '@netlify/functions'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A file in the functions' folder, and what it declares when Node itself imports it. */
export type Door = { name: string; file: string; config: Config }

/** @throws if the folder holds anything but doors */
export async function importDoors(directory: string): Promise<Door[]> {
  const names = await readdir(directory)
  return Promise.all(
    names.map(async (each) => {
      const file = join(directory, each)
      const door = (await import(pathToFileURL(file).href)) as {
        default?: unknown
        config?: Config
      }
      if (typeof door.default !== 'function' || door.config === undefined)
        throw new Error(`"${each}" exports no default function, or no "config"`)
      return { name: basename(each, '.ts'), file, config: door.config }
    }),
  )
}
