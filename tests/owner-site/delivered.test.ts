import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { plays, seed } from '#tests/seed.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { createCredits, withCredits } from '../../spend/credits.ts'
import type { Context } from '../../spend/credits.ts'
import { makeToken } from './make-token.ts'

const ada = 'ada@example.com'
const site = 'https://pay.example'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function ask<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await supabase.database.query<Row>(sql, values)).rows
}
const give = (credits: number, key: string) =>
  ask('select give_credits($1, $2, $3, $3)', [ada, credits, key])
const project = () => ({ url: supabase.url, secretKey: supabase.secretKey, site })

/** What happens to a request: how it is answered, and what is lost on the way to the database. */
type Fate = {
  end: 'whole' | 'stream' | 'leaves' | 'throws' | 'refuses' | 'breaks'
  price: number
  lowered: number | null
  more: number | null
  lost: ('question' | 'answer' | 'both')[]
}
// Three in ten fail.
const end = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom<Fate['end'][]>('throws', 'refuses', 'breaks') },
  { weight: 70, arbitrary: fc.constantFrom<Fate['end'][]>('whole', 'stream', 'leaves') },
)
const fate: fc.Arbitrary<Fate> = fc.record({
  end,
  price: fc.integer({ min: 1, max: 9 }),
  lowered: fc.option(fc.nat({ max: 12 })),
  more: fc.option(fc.integer({ min: 1, max: 4 })),
  lost: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Fate['lost']>([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom<Fate['lost']>('question', 'answer', 'both'), {
        minLength: 1,
        // Three more tries follow.
        maxLength: 3,
      }),
    },
  ),
})

const encode = (text: string) => new TextEncoder().encode(text)

/** Writes while it is read; in the end it breaks off, or is whole. */
function write(isWhole: boolean): ReadableStream {
  let written = 0
  return new ReadableStream({
    async pull(controller) {
      await wait(1)
      written += 1
      if (written < 5) controller.enqueue(encode('~'))
      else if (isWhole) controller.close()
      else controller.error(new Error('no more'))
    },
  })
}

async function answer({ end, lowered, more }: Fate, { charge }: Context): Promise<Response> {
  const headers = new Headers(lowered === null ? {} : { 'X-Price': String(lowered) })
  if (more !== null && (await charge(more)).outcome === 'charged')
    headers.set('X-More', String(more))
  if (end === 'throws') throw new Error('no')
  if (end === 'refuses') return new Response('no', { status: 422 })
  const body = end === 'whole' ? '~~~~' : write(end === 'stream')
  return new Response(body, { headers })
}

/** What the caller holds in hands, in credits; whoever leaves pays for what was promised. */
async function take(answer: Response, fate: Fate): Promise<number> {
  const { headers, status, body } = answer
  const cost = Number(headers.get('X-Price')) + Number(headers.get('X-More') ?? 0)
  if (status !== 200) {
    await answer.text()
    return 0
  }
  if (fate.end === 'leaves') {
    const reader = body!.getReader()
    await reader.read()
    await reader.cancel()
    return cost
  }
  return await answer.text().then(
    () => cost,
    () => 0,
  )
}

/** The way to the database, on which some of what is sent and answered is lost. */
function loseSome(fates: readonly Fate[]): void {
  const really = globalThis.fetch
  const losses = new Map<string, Fate['lost']>()
  let place = 0
  vi.stubGlobal('fetch', async (address: string, init: RequestInit & { body: string }) => {
    const order = `${address} ${init.body}`
    if (!losses.has(order)) losses.set(order, [...(fates[place++ % fates.length]?.lost ?? [])])
    const lost = losses.get(order)?.shift()
    if (lost === 'question' || lost === 'both') throw new TypeError('lost')
    // However slow this machine is, nothing else is lost.
    const told = await really(address, { ...init, signal: null })
    if (lost === 'answer') throw new TypeError('lost')
    return told
  })
}

test('whatever fails, breaks off, leaves or is lost: what was charged is what was delivered', async () => {
  const { token } = await makeToken(supabase, ada)
  let played = 0
  const property = fc.asyncProperty(
    fc.array(fate, { minLength: 20, maxLength: 40 }),
    fc.boolean(),
    async (fates, open) => {
      const [before] = await ask<{ balance: number }>(
        `select (account_of(token => $1) -> 'balance')::int as balance`,
        [token],
      )
      await give(100, `round ${(played += 1)}`)
      const credits = createCredits(project())
      const fateOf = (request: Request) => fates[Number(new URL(request.url).pathname.slice(1))]!
      const api = withCredits((request, payer) => answer(fateOf(request), payer), {
        credits,
        open,
        price: (request) => fateOf(request).price,
        onError: () => undefined,
      })
      loseSome(fates)
      const headers = { Authorization: `Bearer ${token}` }
      const delivered = await Promise.all(
        fates.map(async (each, at) =>
          take(await api(new Request(`${site}/${at}`, { headers })), each),
        ),
      )
      vi.unstubAllGlobals()
      const sum = delivered.reduce((one, other) => one + other)
      const { balance } = await credits.of({ token })
      expect(balance).toBe((before?.balance ?? 0) + 100 - sum)
      expect(await ask(`select from private.charges where state = 'open'`)).toEqual([])
      expect(await ask('select audit_credits() as audit')).toEqual([{ audit: { rows: [] } }])
    },
  )
  await fc.assert(property, { seed, numRuns: plays({ short: 4, long: 60 }), endOnFailure: true })
})

test('what a killed process charged comes back within the hour, and not before', async () => {
  await give(100, 'to begin with')
  const { token } = await makeToken(supabase, ada)
  const file = new URL('hanging-api.ts', import.meta.url).pathname
  const env = { ...process.env, PROJECT: JSON.stringify(project()) }
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const headers = { Authorization: `Bearer ${token}` }
  const lost = Array.from({ length: 3 }, () =>
    fetch(said.toString().trim(), { headers }).then(
      () => 'answered',
      () => 'lost',
    ),
  )
  const credits = createCredits(project())
  const balance = async () => (await credits.of({ token })).balance
  await vi.waitFor(async () => expect(await balance()).toBe(85), 120_000)
  child.kill('SIGKILL')
  expect(await Promise.all(lost)).toEqual(['lost', 'lost', 'lost'])

  const close = () => ask('select public.close_charges()')
  await close()
  expect(await balance()).toBe(85)
  await ask(`update private.charges set charged_at = charged_at - interval '1 hour'`)
  await close()
  expect(await balance()).toBe(100)
  expect(await ask('select audit_credits() as audit')).toEqual([{ audit: { rows: [] } }])
})
