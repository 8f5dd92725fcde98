import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

export type Import = { from: string; to: string; isType: boolean }

export const root = join(import.meta.dirname, '../..')

const elsewhere = /(^|\/)(node_modules|dist|\.netlify)\//

/** Every file of ours that TypeScript reads, as paths from the root. */
export const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !elsewhere.test(file))
  .sort()

/** What a file imports of ours, whatever the form; packages are left out. */
export function readImports(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(
    /^\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )
  return [...found].flatMap(([, type, named, lazy]) => {
    const target = named ?? lazy ?? ''
    const to = target.startsWith('#')
      ? target.slice(1)
      : target.startsWith('.')
        ? relative(root, normalize(join(root, dirname(file), target)))
        : null
    return to === null
      ? []
      : [{ from: file, to: to.replace(/\?.*$/, ''), isType: type !== undefined }]
  })
}

export const imports = files.flatMap(readImports)

/** Files that lead back to themselves, types included; each circle once, as its sorted files. */
export function findCircles(among: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>()
  for (const { from, to } of among) targets.set(from, [...(targets.get(from) ?? []), to])
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>()
    const open = [...(targets.get(start) ?? [])]
    for (let file = open.pop(); file !== undefined; file = open.pop())
      if (!seen.has(file)) {
        seen.add(file)
        open.push(...(targets.get(file) ?? []))
      }
    return seen
  }
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file)]))
  const circles = [...reached]
    .filter(([file, to]) => to.has(file))
    .map(([file, to]) => [...to].filter((other) => reached.get(other)?.has(file)).sort())
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()]
}
