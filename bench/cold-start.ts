import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { invoke } from '#local/netlify/invoke.ts'
import type { FunctionSettings, PackagedFunction } from '#local/netlify/package-functions.ts'
import {
  installPrograms,
  packageFunctions,
  readFunctionSettings,
} from '#local/netlify/package-functions.ts'
import type { Spread } from './figures/measure.ts'
import { ratio, spreadOf } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { firstEvent } from './services/first-event.ts'
import { startInstantServices } from './services/instant-services.ts'

/** Netlify's own runtime starts in both; what is ours may take as much again and a half, or less without Stripe's SDK. */
const mostToEmpty = (name: string) => (['offers', 'me', 'tokens'].includes(name) ? 1.8 : 2.5)
const rounds = isFull ? 25 : 11

explain(
  "Netlify's own packager and runtime: each function's bundle, loaded and called by a new process, in milliseconds of " +
    'processor time; the services answer at once. Baseline: a function that asks one question over HTTP and does nothing ' +
    'else. Limit: one that does nothing.',
)

/** What is measured beside the doors. */
const bareFunctions: Record<'limit' | 'baseline', string> = {
  limit: `export default () => new Response('')`,
  // What anything pays that asks anything: the client of Node's `fetch`, and its parser.
  baseline: `export default async () => {
  const answer = await fetch(process.env.SUPABASE_URL + '/auth/v1/settings')
  return Response.json(await answer.json())
}`,
}

/** Packages them as the doors are packaged. */
async function packageBare(
  settings: FunctionSettings,
  folder: string,
): Promise<PackagedFunction[]> {
  const directory = join(folder, 'functions')
  await mkdir(directory, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, source] of Object.entries(bareFunctions)) {
    const config = `export const config = { path: '/${name}' }`
    await writeFile(join(directory, `${name}.ts`), `${source}\n${config}\n`)
  }
  return packageFunctions({ ...settings, directory }, join(folder, 'built'), folder)
}

const kinds = ['import and first call', 'import', 'first call', 'second call'] as const
type Sample = Record<(typeof kinds)[number], number>

async function measure({ name, entry }: PackagedFunction): Promise<Sample> {
  const first = firstEvent(name, tokens[0] ?? '')
  const { load, answers, output } = await invoke({ entry, events: [first, first] }, env)
  const [cold, warm] = answers
  if (cold?.status !== 200 || warm === undefined)
    throw new Error(`not the answer to measure: ${cold?.body}\n${output}`)
  return {
    'import and first call': load + cold.cost,
    import: load,
    'first call': cold.cost,
    'second call': warm.cost,
  }
}

await installPrograms()
const target = await realpath(await mkdtemp(join(tmpdir(), 'portal-gateway-cold-')))
const { env, tokens, close } = await startInstantServices()
const settings = await readFunctionSettings()
const doors = await packageFunctions(settings, join(target, 'doors'))
const all = [...(await packageBare(settings, join(target, 'bare'))), ...doors]
const samples = new Map(all.map(({ name }) => [name, [] as Sample[]]))
for (let round = 0; round < rounds; round += 1)
  for (const each of all) samples.get(each.name)?.push(await measure(each))
close()
await rm(target, { recursive: true, force: true })

for (const { name } of doors)
  for (const kind of kinds) {
    const spread = (of: string): Spread => spreadOf(samples.get(of)?.map((one) => one[kind]) ?? [])
    const [ours, baseline, limit] = [spread(name), spread('baseline'), spread('limit')]
    const isBound = kind === 'import and first call'
    const bounds = [{ of: 'ours / limit', value: ratio(ours, limit), atMost: mostToEmpty(name) }]
    report({
      what: `${name}: ${kind}`,
      unit: 'ms',
      ours,
      baseline,
      limit,
      bounds: isBound ? bounds : [],
    })
  }
