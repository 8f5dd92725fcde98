import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { exactly, explain, isFull, report, reportMissing } from './figures/row.ts'

const part = 'cold-start'
const root = new URL('..', import.meta.url)
const packager = new URL('tests/bundle/node_modules/@netlify/zip-it-and-ship-it', root)
/** What stands beside the doors: a function that does nothing, and one that asks one question over HTTP. */
const bare = { limit: 'empty', baseline: 'one-fetch' }
/** Netlify's own runtime starts in both; what is ours may come to as much again and a half. */
const mostToEmpty = 2.5
const mostZippedBytes = 800_000

/** As `tests/bundle/cold-start.ts --json` prints it, one for each function; milliseconds of processor time. */
type ColdStart = {
  name: string
  importMs: number
  firstMs: number
  coldMs: number
  zippedBytes: number
}

explain(
  part,
  "Netlify's own packager and runtime: each function's bundle, loaded and called once by a fresh process, in " +
    'milliseconds of processor time; neighbours answer at once. Baseline: a function that asks one question over HTTP ' +
    'and leaves out all else. Limit: one that does nothing. Medians of fresh processes, so no spread.',
)

async function measure(rounds: number): Promise<ColdStart[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['tests/bundle/cold-start.ts', String(rounds), '--json'],
    { cwd: root, maxBuffer: 10_000_000 },
  )
  return JSON.parse(stdout) as ColdStart[]
}

if (!existsSync(packager)) {
  const missing = 'npm ci --prefix tests/bundle comes first'
  reportMissing({ part, what: 'cold start and size of each function', missing })
} else {
  const found = await measure(isFull ? 25 : 11)
  const named = (wanted: string) => {
    const one = found.find(({ name }) => name === wanted)
    if (one === undefined) throw new Error(`"${wanted}" was not measured`)
    return one
  }
  const limit = named(bare.limit)
  const baseline = named(bare.baseline)
  const beside = (key: 'importMs' | 'firstMs' | 'coldMs' | 'zippedBytes', one: ColdStart) => ({
    ours: exactly(one[key]),
    baseline: exactly(baseline[key]),
    limit: exactly(limit[key]),
  })
  for (const one of found) {
    if (one === limit || one === baseline) continue
    const toEmpty = one.coldMs / limit.coldMs
    report({
      part,
      what: `${one.name}: import and first call`,
      unit: 'ms',
      ...beside('coldMs', one),
      bounds: [{ of: 'ours / limit', value: toEmpty, atMost: mostToEmpty }],
    })
    report({ part, what: `${one.name}: import`, unit: 'ms', ...beside('importMs', one) })
    report({ part, what: `${one.name}: first call`, unit: 'ms', ...beside('firstMs', one) })
    report({
      part,
      what: `${one.name}: bundle, zipped`,
      unit: 'bytes',
      ...beside('zippedBytes', one),
      bounds: [{ of: 'ours', value: one.zippedBytes, atMost: mostZippedBytes }],
    })
  }
}
