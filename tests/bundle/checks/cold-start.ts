import assert from 'node:assert/strict'
import { startServices } from '../invoke/answering-services.ts'
import { environment } from '../invoke/environment.ts'
import { firstEvent } from '../invoke/first-event.ts'
import type { Run } from '../invoke/invoke.ts'
import { invoke } from '../invoke/invoke.ts'
import type { PackagedFunction } from '../package/package-functions.ts'
import type { Report } from './report.ts'

/** Makes V8 optimise at once what it else would in the background, and write a line for each function it compiles. */
const flags = ['--wasm-sync-tier-up', '--trace-wasm-compilation-times']
/** Of them all, the one that asks its neighbours the most. */
const door = 'portal-links'
const calls = 3

/** What can be counted of a cold start beside its bytes; the milliseconds are in `cold-start.ts`. */
export async function checkColdStart(report: Report, packaged: PackagedFunction[]): Promise<void> {
  report.title('Cold start')
  await report.check(
    `${door}: ${calls} calls, and V8 has not optimised fetch's parser`,
    async () => {
      const entry = packaged.find(({ manifest }) => manifest.name === door)?.entry
      assert(entry, 'there is no such door')
      const run = await callRepeatedly(entry)
      for (const answer of run.answers)
        assert(answer.kind === 'answered' && answer.status === 200, JSON.stringify(answer))
      assert.match(run.output, /using Liftoff/, 'V8 told nothing about the parser')
      assert.doesNotMatch(run.output, /using TurboFan/)
    },
  )
}

async function callRepeatedly(entry: string): Promise<Run> {
  const services = await startServices()
  try {
    const events = Array.from({ length: calls }, () => firstEvent(door, services.token))
    return await invoke({ entry, events }, environment(services.address), flags)
  } finally {
    services.close()
  }
}
