import type { Config } from '@netlify/functions'
import assert from 'node:assert/strict'
import type { Door } from '../package/doors.ts'
import type { ManifestFunction, PackagedFunction } from '../package/package-functions.ts'
import type { Report } from './report.ts'

/**
 * Holds the manifest against what each door declares. Netlify reads `config` without running it, and drops what it
 * can't read (a constant, a template, `satisfies`) without a word.
 */
export async function checkManifest(
  report: Report,
  doors: Door[],
  packaged: PackagedFunction[],
  nodeVersion: string,
): Promise<void> {
  report.title('Manifest')
  await report.check('every door became a function, and nothing else did', () => {
    const names = packaged.map(({ manifest }) => manifest.name)
    assert.deepEqual(names.toSorted(), doors.map(({ name }) => name).toSorted())
  })
  await report.check('no two doors share a route', () => {
    const routes = packaged.flatMap(({ manifest }) => manifest.routes ?? [])
    const patterns = routes.map(({ pattern }) => pattern)
    assert.deepEqual(patterns, [...new Set(patterns)])
  })
  for (const { name, file, config } of doors)
    await report.check(`${name}: ${describe(config)}`, () => {
      const built = packaged.find(({ manifest }) => manifest.name === name)?.manifest
      assert(built, 'it is not in the manifest')
      assert.deepEqual(summarise(built), { ...expectation(config, nodeVersion), mainFile: file })
    })
}

/** The type forbids a path beside a schedule; here either may be there. */
type Declared = Config & { path?: string | string[]; schedule?: string }

const known = ['path', 'method', 'schedule', 'rateLimit', 'background']

function expectation(config: Config, nodeVersion: string) {
  const unknown = Object.keys(config).filter((key) => !known.includes(key))
  assert.deepEqual(unknown, [], 'this check does not know that part of "config" yet')
  const { path, method, schedule, rateLimit, background } = config as Declared
  assert(path !== undefined || schedule !== undefined, 'it has neither a path nor a schedule')
  return {
    runtime: `js nodejs${nodeVersion}.x, api 2, nft`,
    invocationMode: background === true ? 'background' : 'stream',
    schedule: schedule ?? null,
    routes: list(path).map((pattern) => ({ pattern, methods: list(method) })),
    rateLimit: rateLimit
      ? {
          action: rateLimit.action ?? 'rate_limit',
          windowSize: rateLimit.windowSize,
          windowLimit: rateLimit.windowLimit,
          // As the door means it; the packager turns a plain 'ip' into 'domain'.
          aggregateBy: list(rateLimit.aggregateBy ?? 'domain'),
        }
      : null,
  }
}

/** The manifest's entry in the words of {@link expectation}. */
function summarise(built: ManifestFunction) {
  const { action } = built.trafficRules ?? {}
  return {
    mainFile: built.mainFile,
    runtime: `${built.runtime} ${built.runtimeVersion}, api ${built.buildData?.runtimeAPIVersion}, ${built.bundler}`,
    invocationMode: built.invocationMode,
    schedule: built.schedule ?? null,
    routes: (built.routes ?? []).map(({ pattern, methods }) => ({ pattern, methods })),
    rateLimit: action
      ? {
          action: action.type,
          windowSize: action.config.rateLimitConfig.windowSize,
          windowLimit: action.config.rateLimitConfig.windowLimit,
          aggregateBy: action.config.aggregate.keys.map(({ type }) => type),
        }
      : null,
  }
}

function describe(config: Config): string {
  const { path, schedule, rateLimit } = config as Declared
  const where = schedule === undefined ? list(path).join(', ') : `at ${schedule}`
  return rateLimit === undefined ? where : `${where}, with its rate limit`
}

function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : ([value].flat() as T[])
}
