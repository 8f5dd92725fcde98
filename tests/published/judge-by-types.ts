import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ParamTypes } from './param-types.ts'
import { paramTypes } from './param-types.ts'
import type { SentCall } from './record-calls.ts'

// Where both providers' packages are found.
const file = join(import.meta.dirname, 'packages/node_modules/sent.ts')
const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
const options = '--ignoreConfig --noEmit --strict --skipLibCheck --target es2024 --module nodenext'

/**
 * Writes each call down as a program would, with the type that the provider's package gives it, and has that compiled.
 * @returns what is wrong, as `<order>: <why>`
 */
export async function judgeByTypes(
  provider: keyof typeof paramTypes,
  calls: readonly SentCall[],
): Promise<string[]> {
  const complaints = new Set<string>()
  const lines: { order: string; code: string }[] = []
  for (const call of calls) {
    const order = `${call.method} ${nameless(call.path)}`
    const types: ParamTypes | undefined = paramTypes[provider][order]
    if (types === undefined) complaints.add(`${order}: no type is named for it`)
    else
      for (const part of ['query', 'body'] as const) {
        // Stripe's body is a form; others' is JSON, which keeps its types.
        const isText = part === 'query' || provider === 'stripe'
        const sent = isText ? retyped(call[part]) : call[part]
        const code = `void (${JSON.stringify(sent ?? {})} satisfies ${types[part] ?? 'Nothing'})`
        lines.push({ order, code })
      }
  }
  const imports =
    "import type Stripe from 'stripe'; import type * as Management from 'supabase-management-js'; " +
    'type Nothing = Record<string, never>; export type Both = [Stripe, Management.ApiKeyResponse]'
  await writeFile(file, [imports, ...lines.map(({ code }) => code)].join('\n'))
  const words = [compiler, ...options.split(' '), file]
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, words, { maxBuffer: 1e8 }, (_error, out, err) => resolve(out + err))
  })
  await rm(file)
  for (const [, line, why] of said.matchAll(/sent\.ts\((\d+),\d+\): error (.+)/g))
    complaints.add(`${lines[Number(line) - 2]?.order ?? 'the types'}: ${why}`)
  if (said !== '' && complaints.size === 0) complaints.add(said)
  return [...complaints]
}

/** `/v1/customers/cus_1` -> `/v1/customers/:id` */
function nameless(path: string): string {
  return path
    .replace(/^(\/v1\/projects\/)[^/]+/, '$1:id')
    .replace(/(\/api-keys)\/[^/]+/, '$1/:id')
    .replace(/\/(?:bpc|ch|cs|cus|evt|file|in|pi|price|sub|we)_\w+/, '/:id')
}

/** A form has only text, and lists as `0`, `1`: as the program meant it. */
function retyped(sent: unknown): unknown {
  if (sent === 'true' || sent === 'false') return sent === 'true'
  if (typeof sent === 'string') return /^\d+$/.test(sent) ? Number(sent) : sent
  if (typeof sent !== 'object' || sent === null) return sent
  const entries = Object.entries(sent).map(([name, value]) => [name, retyped(value)] as const)
  const isList =
    Array.isArray(sent) ||
    (entries.length > 0 && entries.every(([name], place) => name === String(place)))
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}
