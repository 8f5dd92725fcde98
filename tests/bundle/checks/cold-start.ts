import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { invoke } from '#local/netlify/invoke.ts'
import type { PackagedFunction } from '#local/netlify/package-functions.ts'
import { firstEvent } from '../../../bench/services/first-event.ts'
import { startInstantServices } from '../../../bench/services/instant-services.ts'

/** Makes V8 optimize at once what it would otherwise in the background, and write a line for each function. */
const flags = ['--wasm-sync-tier-up', '--trace-wasm-compilation-times']
/** Of all doors, the one that asks the services the most. */
const door = 'portal-links'
const calls = 3

/** What can be counted of a cold start beside its bytes; `npm run bench -- cold-start` has the milliseconds. */
export function checkColdStart(packaged: PackagedFunction[]): void {
  void suite('Cold start', () => {
    void test(`${door}: ${calls} calls, and V8 has not optimized fetch's parser`, async () => {
      const entry = packaged.find(({ name }) => name === door)?.entry
      assert(entry, 'there is no such door')
      const { env, tokens, close } = await startInstantServices()
      try {
        const events = Array.from({ length: calls }, () => firstEvent(door, tokens[0] ?? ''))
        const { answers, output } = await invoke({ entry, events }, env, flags)
        for (const answer of answers) assert.equal(answer.status, 200, answer.body)
        assert.match(output, /using Liftoff/, 'V8 told nothing about the parser')
        assert.doesNotMatch(output, /using TurboFan/)
      } finally {
        close()
      }
    })
  })
}
