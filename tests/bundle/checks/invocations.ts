import assert from 'node:assert/strict'
import type { Answer, Case } from './cases.ts'
import { cases } from './cases.ts'
import { environment, findClosedAddress, secrets } from '../invoke/environment.ts'
import { requestId } from '../invoke/events.ts'
import { invoke } from '../invoke/invoke.ts'
import type { PackagedFunction } from '../package/package-functions.ts'
import type { Report } from './report.ts'

/** Runs every case through Netlify's own start-up code: what is invoked is what would be deployed. */
export async function checkInvocations(
  report: Report,
  packaged: PackagedFunction[],
): Promise<void> {
  report.title('Invocation')
  const env = environment(await findClosedAddress())
  for (const { manifest, entry } of packaged) {
    const own = cases.filter(({ door }) => door === manifest.name)
    if (own.length === 0)
      await report.check(`${manifest.name}: has a case in cases.ts`, () => assert.fail('none'))
    for (const one of own)
      await report.check(`${one.door}: ${one.promise}`, () => play(one, entry, env))
  }
}

async function play(one: Case, entry: string, env: Record<string, string>): Promise<void> {
  const run = await invoke({ entry, events: [one.event] }, one.env === 'none' ? {} : env)
  const [answer] = run.answers
  assert(answer?.kind === 'answered', `the invocation was rejected: ${JSON.stringify(answer)}`)
  one.expect(answer)
  holdsAlways(answer)
  logsOneLine(run.output, one, answer)
}

function holdsAlways({ headers, body }: Answer): void {
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  if (headers['content-type'] !== 'application/problem+json') return
  const problem = JSON.parse(body) as Record<string, unknown>
  assert.equal(problem.requestId, requestId, "Netlify's request id does not reach the problem")
}

/** One line of JSON per request, and nothing beside it: no warning, no stack, no secret. */
function logsOneLine(output: string, { door }: Case, { status }: Answer): void {
  for (const secret of Object.values(secrets))
    assert(!output.includes(secret), 'a secret is in the log')
  const lines = output.trim().split('\n')
  assert.equal(lines.length, 1, `the log has ${lines.length} lines:\n${output}`)
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
  assert.deepEqual({ door: line.door, status: line.status }, { door, status })
}
