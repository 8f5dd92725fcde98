/**
 * Measures what a first request waits for: a fresh process loads the built function and answers once. Stripe and
 * Supabase answer at once from this machine. Prints medians, and ratios to a function that does nothing, because
 * milliseconds are the machine's; of the processor, because others may be at work. Usage: `node tests/bundle/cold-start.ts [rounds]`
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServices } from './answering-services.ts'
import { environment, secrets } from './environment.ts'
import { event, sign, stripeEvent } from './events.ts'
import type { FunctionEvent } from './invoke.ts'
import { invoke } from './invoke.ts'
import type { NetlifySettings } from './netlify-settings.ts'
import { readNetlifySettings } from './netlify-settings.ts'
import type { PackagedFunction } from './package-functions.ts'
import { packageFunctions } from './package-functions.ts'

type Sample = { load: number; first: number; cold: number; second: number; wall: number }

const rounds = Number(process.argv[2] ?? 15)
const target = await realpath(await mkdtemp(join(tmpdir(), 'portal-gateway-cold-')))
const services = await startServices()
try {
  const settings = await readNetlifySettings()
  const packaged = [
    ...(await packageEmptyFunction(settings, join(target, 'empty'))),
    ...(await packageFunctions(settings, join(target, 'doors'))),
  ]
  const samples = new Map<string, Sample[]>()
  for (let round = 0; round < rounds; round += 1)
    for (const { manifest, entry } of packaged)
      samples.set(manifest.name, [
        ...(samples.get(manifest.name) ?? []),
        await measure(entry, firstEvent(manifest.name)),
      ])
  print(samples)
} finally {
  services.close()
  await rm(target, { recursive: true, force: true })
}

/** A request that goes the whole way: every gateway is used. */
function firstEvent(name: string): FunctionEvent {
  const created = stripeEvent('customer.created', { id: 'cus_1', object: 'customer' })
  switch (name) {
    case 'portal-links':
      return event('/api/portal-links', { headers: { authorization: `Bearer ${services.token}` } })
    case 'stripe-webhook':
      return event('/api/stripe-webhook', {
        headers: sign(created, secrets.STRIPE_WEBHOOK_SECRET),
        body: created,
      })
    default:
      return event('/', { body: '{"next_run":"2026-11-20T12:00:00.000Z"}' })
  }
}

async function measure(entry: string, first: FunctionEvent): Promise<Sample> {
  const run = await invoke({ entry, events: [first, first] }, environment(services.address))
  const [cold, warm] = run.answers
  if (cold?.kind !== 'answered' || warm?.kind !== 'answered' || cold.status !== 200)
    throw new Error(`not the answer to measure: ${JSON.stringify(cold)}\n${run.output}`)
  return {
    load: run.load.cpuMs,
    first: cold.cost.cpuMs,
    cold: run.load.cpuMs + cold.cost.cpuMs,
    second: warm.cost.cpuMs,
    wall: run.load.wallMs + cold.cost.wallMs,
  }
}

async function packageEmptyFunction(
  settings: NetlifySettings,
  folder: string,
): Promise<PackagedFunction[]> {
  const directory = join(folder, 'functions')
  await mkdir(directory, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(
    join(directory, 'empty.ts'),
    "export default () => new Response('')\nexport const config = { path: '/empty' }\n",
  )
  return packageFunctions({ ...settings, directory }, join(folder, 'built'), folder)
}

function print(samples: Map<string, Sample[]>): void {
  const empty = median(samples.get('empty') ?? [], 'cold')
  console.info(
    `\nCold start, median of ${rounds} fresh processes, in milliseconds of processor time\n`,
  )
  console.info(row('', 'import', '1st call', 'together', 'to empty', '2nd call', '(wall)'))
  for (const [name, own] of samples) {
    const show = (part: keyof Sample) => median(own, part).toFixed(1)
    const ratio = (median(own, 'cold') / empty).toFixed(2)
    const cells = [show('load'), show('first'), show('cold'), ratio, show('second'), show('wall')]
    console.info(row(name, ...cells))
  }
}

function median(samples: Sample[], part: keyof Sample): number {
  const values = samples.map((sample) => sample[part]).sort((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? Number.NaN
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(10)).join('')
}
