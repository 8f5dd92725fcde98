import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'smol-toml'

export const root = join(import.meta.dirname, '../../..')

/** What `netlify.toml` says to the packager. */
export type NetlifySettings = {
  /** Absolute path of the doors. */
  directory: string
  nodeVersion: string
  /** The packager's own form of `[functions]`: settings by function name, `*` for all. */
  functions: Record<string, Record<string, unknown>>
}

/** Reads `netlify.toml`, so that what is checked is packaged as it will be deployed. */
export async function readNetlifySettings(): Promise<NetlifySettings> {
  const toml = parse(await readFile(join(root, 'netlify.toml'), 'utf8'))
  const { directory, ...rest } = asTable(toml.functions)
  const nodeVersion = asTable(asTable(toml.build).environment).NODE_VERSION
  if (typeof directory !== 'string')
    throw new TypeError('netlify.toml names no functions directory')
  if (typeof nodeVersion !== 'string') throw new TypeError('netlify.toml names no NODE_VERSION')

  const entries = Object.entries(rest)
  const common = Object.fromEntries(entries.filter(([, value]) => !isTable(value)))
  const named = entries.filter(([, value]) => isTable(value))
  const always = { nodeVersion, includedFilesBasePath: root }
  return {
    directory: join(root, directory),
    nodeVersion,
    functions: {
      '*': { ...always, ...toCamelCase(common) },
      ...Object.fromEntries(named.map(([name, table]) => [name, toCamelCase(asTable(table))])),
    },
  }
}

/** `included_files` in the file is `includedFiles` to the packager. */
function toCamelCase(table: Record<string, unknown>): Record<string, unknown> {
  const rename = (name: string) =>
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [rename(name), value]))
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asTable(value: unknown): Record<string, unknown> {
  return isTable(value) ? value : {}
}
