import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { findFreePort } from '#local/free-port.ts'
import { requestId } from '#local/netlify/event.ts'
import type { Answer } from '#local/netlify/invoke.ts'
import { invoke } from '#local/netlify/invoke.ts'
import type { PackagedFunction } from '#local/netlify/package-functions.ts'
import { environment, secrets } from '../../../bench/services/instant-services.ts'
import { cases } from './cases.ts'

/** Runs every case through Netlify's own start-up code: what is invoked is what would be deployed. */
export function checkInvocations(packaged: PackagedFunction[]): void {
  void suite('Invocation', async () => {
    const env = environment(`http://127.0.0.1:${await findFreePort(40_000)}`)
    for (const { name, entry } of packaged) {
      const own = cases[name] ?? {}
      void test(`${name}: has cases`, () => assert.notDeepEqual(own, {}))
      for (const [promise, { event, isBare, expect }] of Object.entries(own))
        void test(`${name}: ${promise}`, async () => {
          const run = await invoke({ entry, events: [event] }, isBare ? {} : env)
          const [answer] = run.answers
          assert(answer)
          expect(answer)
          holdsAlways(answer)
          logsOneLine(run.output, { door: name, status: answer.status })
        })
    }
  })
}

function holdsAlways({ headers, body }: Answer): void {
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  if (headers['content-type'] !== 'application/problem+json') return
  const problem = JSON.parse(body) as Record<string, unknown>
  assert.equal(problem.requestId, requestId, "Netlify's request id does not reach the problem")
}

/** One line of JSON per request, and nothing beside it: no warning, no stack, no secret. */
function logsOneLine(output: string, expected: { door: string; status: number }): void {
  for (const secret of Object.values(secrets))
    assert(!output.includes(secret), 'a secret is in the log')
  const lines = output.trim().split('\n')
  assert.equal(lines.length, 1, `the log has ${lines.length} lines:\n${output}`)
  const { door, status } = JSON.parse(lines[0] ?? '') as Record<string, unknown>
  assert.deepEqual({ door, status }, expected)
}
