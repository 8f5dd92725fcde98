import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServices } from './answering-services.ts'
import { empty, packageBareFunctions } from './bare-functions.ts'
import { environment } from './environment.ts'
import { firstEvent } from './first-event.ts'
import type { FunctionEvent } from './invoke.ts'
import { invoke } from './invoke.ts'
import { readNetlifySettings } from '../package/netlify-settings.ts'
import { packageFunctions } from '../package/package-functions.ts'

/** Medians over fresh processes. Milliseconds are of processor time in all threads, but for `wallMs`. */
export type ColdStart = {
  name: string
  importMs: number
  firstMs: number
  /** Import and first call together. */
  coldMs: number
  /** `coldMs` as a multiple of the empty function's. */
  toEmpty: number
  secondMs: number
  wallMs: number
  wallToEmpty: number
  zippedBytes: number
}

type Sample = Pick<ColdStart, 'importMs' | 'firstMs' | 'coldMs' | 'secondMs' | 'wallMs'>

/**
 * Packages the doors, and loads and calls each in fresh processes, taking turns with functions that do next to
 * nothing. Stripe and Supabase answer at once from this machine.
 */
export async function measureColdStarts(rounds: number): Promise<ColdStart[]> {
  const target = await realpath(await mkdtemp(join(tmpdir(), 'portal-gateway-cold-')))
  const services = await startServices()
  try {
    const settings = await readNetlifySettings()
    const measured = [
      ...(await packageBareFunctions(settings, join(target, 'bare'))),
      ...(await packageFunctions(settings, join(target, 'doors'))),
    ].map((packaged) => ({ ...packaged, samples: [] as Sample[] }))
    const env = environment(services.address)
    for (let round = 0; round < rounds; round += 1)
      for (const { manifest, entry, samples } of measured)
        samples.push(await measure(entry, firstEvent(manifest.name, services.token), env))

    const base = measured.find(({ manifest }) => manifest.name === empty)
    if (base === undefined) throw new Error(`there is no "${empty}" to compare with`)
    return measured.map(({ manifest, zipBytes, samples }) => ({
      name: manifest.name,
      importMs: median(samples, 'importMs'),
      firstMs: median(samples, 'firstMs'),
      coldMs: median(samples, 'coldMs'),
      toEmpty: median(samples, 'coldMs') / median(base.samples, 'coldMs'),
      secondMs: median(samples, 'secondMs'),
      wallMs: median(samples, 'wallMs'),
      wallToEmpty: median(samples, 'wallMs') / median(base.samples, 'wallMs'),
      zippedBytes: zipBytes,
    }))
  } finally {
    services.close()
    await rm(target, { recursive: true, force: true })
  }
}

async function measure(
  entry: string,
  first: FunctionEvent,
  env: Record<string, string>,
): Promise<Sample> {
  const run = await invoke({ entry, events: [first, first] }, env)
  const [cold, warm] = run.answers
  if (cold?.kind !== 'answered' || warm?.kind !== 'answered' || cold.status !== 200)
    throw new Error(`not the answer to measure: ${JSON.stringify(cold)}\n${run.output}`)
  return {
    importMs: run.load.cpuMs,
    firstMs: cold.cost.cpuMs,
    coldMs: run.load.cpuMs + cold.cost.cpuMs,
    secondMs: warm.cost.cpuMs,
    wallMs: run.load.wallMs + cold.cost.wallMs,
  }
}

function median(samples: Sample[], part: keyof Sample): number {
  const values = samples.map((sample) => sample[part]).sort((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? Number.NaN
}
