import { createHmac } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, vi } from 'vitest'
import portalLinks from '../../netlify/functions/portal-links.ts'
import stripeWebhook from '../../netlify/functions/stripe-webhook.ts'
import type { World } from '#tests/world.ts'
import type { Credential } from './fuzz-credentials.ts'
import { seed } from '#tests/seed.ts'
import type { Input } from './fuzz-inputs.ts'
import { inputs } from './fuzz-inputs.ts'

/** Milliseconds of this process's own work, which a busy machine does not lengthen. */
const mostWork = 5000
const growthAllowedBytes = 8 * 1024 * 1024
const doors = { 'portal-links': portalLinks, 'stripe-webhook': stripeWebhook }

/**
 * Sends so many inputs to the doors, in fair weather: each gets an answer of ours that blames the input or serves it,
 * by a bounded amount of work, with one line in the log; and all of them together leave nothing behind in memory.
 * A failure prints its seed.
 */
export async function fuzzDoors(
  world: World,
  runs: number,
): Promise<{ answered: Record<number, number> }> {
  const answered: Record<number, number> = {}
  const good = await world.signIn('ada@example.com')
  const lines: string[] = []
  const spies = (['info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...words) => void lines.push(words.join(' '))),
  )
  const property = fc.asyncProperty(
    fc.constantFrom(...(Object.keys(doors) as (keyof typeof doors)[])),
    inputs,
    async (name, input) => {
      const request = await toRequest(world, good, input)
      if (request === null) return
      lines.length = 0
      const before = process.cpuUsage()
      const response = await doors[name](request)
      const text = await response.text()
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1000).toBeLessThan(mostWork)
      expect([response.status, text]).toEqual([expect.any(Number), expect.any(String)])
      expect(response.status, `${name}: ${text} ${lines.join()}`).toBeLessThan(500)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      if (input.method === 'HEAD') expect(text).toBe('')
      else if (response.status >= 400)
        expect(JSON.parse(text)).toMatchObject({ status: response.status })
      expect(lines).toHaveLength(1)
      expect(lines[0]).not.toMatch(/[^\x20-\x7e]/)
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ door: name, status: response.status })
      answered[response.status] = (answered[response.status] ?? 0) + 1
      // What the test itself noted is no memory of the doors.
      for (const spy of spies) spy.mockClear()
      world.stripe.resetCalls()
      world.supabase.resetCalls()
    },
  )
  const heaps: number[] = []
  // The first third warms up: modules, code, caches of known size.
  for (const third of [0, 1, 2]) {
    await fc.assert(property, { numRuns: Math.ceil(runs / 3), seed: seed + third })
    heaps.push(heapInUse())
  }
  expect(heaps[2]! - heaps[0]!, heaps.join()).toBeLessThan(growthAllowedBytes)
  return { answered }
}

/** `null` if no HTTP parser would let the input through. */
async function toRequest(world: World, good: string, input: Input): Promise<Request | null> {
  const { method, query, body } = input
  try {
    const headers = new Headers(input.headers)
    const authorization = await toHeader(world, good, input.credential)
    if (authorization !== null) headers.set('Authorization', authorization)
    if (['genuine', 'proof'].includes(input.credential.kind))
      headers.set('Stripe-Signature', sign(world, body ?? ''))
    const hasBody = body !== null && !['GET', 'HEAD'].includes(method)
    const url = `http://127.0.0.1/api/door?${query}`
    return new Request(url, { method, headers, ...(hasBody ? { body } : {}) })
  } catch {
    return null
  }
}

async function toHeader(
  world: World,
  good: string,
  credential: Credential,
): Promise<string | null> {
  switch (credential.kind) {
    case 'none':
      return null
    case 'raw':
      return credential.text
    case 'proof':
      return `Bearer ${await world.supabase.mintToken({ email: credential.email })}`
    case 'genuine':
      return `Bearer ${await world.supabase.mintToken(credential.claims)}`
    case 'bent': {
      const at = credential.at % good.length
      return `Bearer ${good.slice(0, at)}${credential.letter}${good.slice(at + 1)}`
    }
  }
}

function sign(world: World, body: string | Uint8Array): string {
  const t = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', world.webhookSecret).update(`${t}.`).update(body).digest('hex')
  return `t=${t},v1=${v1}`
}

function heapInUse(): number {
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
