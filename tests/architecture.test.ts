import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Who may import whom, as folders; the longest matching name counts. `types`: by `import type` alone. */
const arrows: Record<string, { may: string[]; types?: string[] }> = {
  'netlify/functions': { may: ['server/http', 'server/wiring.ts', 'server/contract'] },
  'server/http': {
    may: ['server/http', 'server/wiring.ts', 'server/errors.ts', 'server/contract'],
  },
  'server/needs.ts': { may: [] },
  'server/config.ts': { may: ['server/errors.ts', 'server/needs.ts'] },
  'server/wiring.ts': { may: ['server/config.ts', 'server/use-cases', 'server/gateways'] },
  'server/use-cases': {
    may: [
      'server/use-cases',
      'server/rules',
      'server/errors.ts',
      'server/contract',
      'server/needs.ts',
    ],
    types: ['server/gateways'],
  },
  'server/gateways': {
    may: [
      'server/gateways',
      'server/rules',
      'server/errors.ts',
      'server/contract',
      'server/needs.ts',
    ],
  },
  'server/rules': { may: ['server/rules', 'server/errors.ts', 'server/contract'] },
  'server/errors.ts': { may: ['server/rules', 'server/contract'] },
  'server/contract': { may: ['server/contract'] },
  web: { may: ['web'], types: ['server/contract'] },
  build: { may: ['build', 'web', 'server/needs.ts', 'package.json'], types: ['server/contract'] },
  cli: {
    may: [
      'cli',
      'package.json',
      'server/needs.ts',
      'server/config.ts',
      'server/wiring.ts',
      'server/errors.ts',
    ],
  },
  local: { may: ['local'] },
  tests: { may: [''] },
  bench: { may: [''] },
  'vite.config.ts': { may: ['build'] },
  'vitest.config.ts': { may: [] },
}

type Import = { from: string; to: string; isType: boolean }

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/(^|\/)(node_modules|dist|\.netlify)\//.test(file))
  .filter((file) => !file.startsWith('tests/bundle/'))
const imports = files.flatMap(readImports)

function readImports(file: string): Import[] {
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

function isWithin(file: string, place: string): boolean {
  return place === '' || file === place || file.startsWith(`${place}/`)
}

function ruleFor(file: string) {
  const place = Object.keys(arrows)
    .filter((name) => isWithin(file, name))
    .sort((a, b) => b.length - a.length)[0]
  return place === undefined ? undefined : arrows[place]
}

const isTest = (file: string) => file.endsWith('.test.ts')

test('every import follows an arrow of the design', () => {
  const wrong = imports.filter(({ from, to, isType }) => {
    if (isTest(from)) return false
    const rule = ruleFor(from)
    if (rule === undefined) return true
    const allowed = isType ? [...rule.may, ...(rule.types ?? [])] : rule.may
    return !allowed.some((place) => isWithin(to, place))
  })
  expect(wrong).toEqual([])
})

test('nobody imports tests or stand-ins but tests and benchmarks', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      !isTest(from) &&
      !/^(tests|bench)\//.test(from) &&
      ((isWithin(to, 'local') && !isWithin(from, 'local')) || isWithin(to, 'tests')),
  )
  expect(wrong).toEqual([])
})

test('stand-ins share no code with the server', () => {
  expect(
    imports.filter(({ from, to }) => isWithin(from, 'local') && isWithin(to, 'server')),
  ).toEqual([])
})

test('a door is at most 25 lines, and nothing else lives beside the doors', () => {
  const doors = readdirSync(join(root, 'netlify/functions'))
  expect(doors.sort()).toEqual([
    'health.ts',
    'portal-links.ts',
    'stripe-webhook.ts',
    'sync-customers.ts',
  ])
  for (const door of doors) {
    const lines = readFileSync(join(root, 'netlify/functions', door), 'utf8').split('\n').length
    expect(lines, door).toBeLessThanOrEqual(26)
  }
})

test('the environment is read in one file of the server', () => {
  const readers = files
    .filter((file) => /^(server|netlify)\//.test(file) && !isTest(file))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'))
  expect(readers).toEqual(['server/config.ts'])
})

test('the reader of imports sees every form', () => {
  expect(
    imports.some(({ from, to }) => from === 'server/http/door.ts' && to === 'server/wiring.ts'),
  ).toBe(true)
  expect(imports.some(({ isType }) => isType)).toBe(true)
  expect(imports.length).toBeGreaterThan(100)
})
