import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

const pages = readdirSync(root)
  .concat(readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(inDocs))
  .filter((file) => file.endsWith('.md'))

function inDocs(file: string): string {
  return join('docs', file)
}

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-')
}

test.each(pages)('every link of %s within the repository leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(
    ([, link = '']) => link,
  )
  const dead = links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, file))) return true
    if (anchor === undefined) return false
    const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
    return !headings.map(anchorOf).includes(anchor)
  })
  expect(dead).toEqual([])
})

/** What begins with one of these is a path in this repository, unless it has a blank to fill in. */
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
  .map(({ name }) => name)

test.each(pages)('every path that %s names exists', (page) => {
  const named = [...read(page).matchAll(/`((?:\.\.\/)*[\w.-]+(?:\/[\w.@-]*)+)`/g)]
    .map(([, path = '']) => path.replace(/^(\.\.\/)+/, ''))
    .filter((path) => folders.includes(path.split('/')[0] ?? ''))
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
