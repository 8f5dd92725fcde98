import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The version of the copy in this folder, such as `1.2.0`. */
export async function readVersion(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** The version that a built page names, or `null`. */
export function versionIn(html: string): string | null {
  return /<meta name="generator" content="Portal Gateway ([\w.+-]+)"/.exec(html)?.[1] ?? null
}
