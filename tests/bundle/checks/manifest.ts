import type { Config } from '@netlify/functions'
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { PackagedFunction } from '#local/netlify/package-functions.ts'
import type { Door } from './import-doors.ts'

/** The type forbids a path beside a schedule; here either may be there. */
type Declared = { path?: string | string[]; schedule?: string; rateLimit?: Config['rateLimit'] }

/**
 * Holds the manifest against what each door declares. Netlify reads `config` without running it, and silently drops
 * what it can't read (a constant, a template, `satisfies`).
 */
export function checkManifest(
  doors: Door[],
  packaged: PackagedFunction[],
  nodeVersion: string,
): void {
  void suite('Manifest', () => {
    void test('every door became a function, and nothing else did', () => {
      const names = packaged.map(({ name }) => name)
      assert.deepEqual(names.toSorted(), doors.map(({ name }) => name).toSorted())
    })
    void test('no two doors share a route', () => {
      const paths = doors.flatMap(({ config }) => (config as Declared).path ?? [])
      assert.deepEqual(paths, [...new Set(paths)])
    })
    for (const door of doors)
      void test(`${door.name}: ${describe(door.config as Declared)}`, () => {
        const manifest = packaged.find(({ name }) => name === door.name)?.manifest ?? {}
        const { buildData, path: _archive, priority: _priority, ...declared } = manifest
        assert.deepEqual(declared, expectedOf(door, nodeVersion))
        assert.equal((buildData as { runtimeAPIVersion: number }).runtimeAPIVersion, 2)
      })
  })
}

/** All that the manifest may say of a door. */
function expectedOf({ name, file, config }: Door, nodeVersion: string): Record<string, unknown> {
  const { path, schedule, rateLimit, ...unknown } = config as Declared
  assert.deepEqual(unknown, {}, 'this check does not know that part of "config" yet')
  return {
    name,
    mainFile: file,
    bundler: 'nft',
    runtime: 'js',
    runtimeVersion: `nodejs${nodeVersion}.x`,
    invocationMode: 'stream',
    ...(path && { routes: [path].flat().map(routeOf) }),
    ...(schedule && { schedule }),
    ...(rateLimit && { trafficRules: { action: actionOf(rateLimit) } }),
  }
}

function routeOf(pattern: string) {
  if (!pattern.includes(':')) return { pattern, literal: pattern, methods: [] }
  const parts = pattern.split('/').slice(1)
  const expression = parts.map((part) =>
    part.startsWith(':') ? String.raw`(?:\/([^\/]+?))` : String.raw`\/` + part,
  )
  return { pattern, expression: String.raw`^${expression.join('')}\/?$`, methods: [] }
}

function actionOf({ windowLimit, windowSize, aggregateBy }: NonNullable<Declared['rateLimit']>) {
  const keys = [aggregateBy ?? 'domain'].flat().map((type) => ({ type }))
  const rateLimitConfig = { windowLimit, windowSize, algorithm: 'sliding_window' }
  return { type: 'rate_limit', config: { rateLimitConfig, aggregate: { keys } } }
}

function describe({ path, schedule, rateLimit }: Declared): string {
  return (
    (path === undefined ? `at ${schedule}` : [path].flat().join(' and ')) +
    (rateLimit ? ', with its rate limit' : '')
  )
}
