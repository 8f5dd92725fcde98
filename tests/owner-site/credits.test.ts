import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'

const ada = 'ada@example.com'
const file = (name: string) => new URL(`../../docs/examples/${name}`, import.meta.url).pathname

let supabase: SupabaseStandIn
let environment: Record<string, string>
beforeEach(async () => {
  supabase = await sharedSupabase()
  environment = {
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
  }
})

async function give(credits: number, live = true): Promise<void> {
  await supabase.database.query(
    `select give_credits(address => $1, credits => $2, note => 'a test', key => 'a test', live => $3)`,
    [ada, credits, live],
  )
}

type Ask = (token?: string) => Promise<Response>
type Told = { code?: string; balance?: number }

/** As a Netlify function. It reads its environment once, as a function does. */
async function startFunction(): Promise<Ask> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.resetModules()
  const { default: draw } = await import('../../docs/examples/credits.ts')
  return (token) =>
    draw(
      new Request('https://shop.example/draw', {
        headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      }),
    )
}

/** As a program of its own. */
async function startNode(): Promise<Ask> {
  const child = spawn(process.execPath, [file('credits-node.mjs')], {
    env: { ...process.env, ...environment, PORT: '0' },
  })
  onTestFinished(() => void child.kill())
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return (token) =>
    fetch(said.toString().trim(), {
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    })
}

describe.each([
  ['a Netlify function', startFunction],
  ['plain Node', startNode],
])('an API in %s that costs five credits', (_, start) => {
  test('takes five at each call, until they run out, and says where to buy more', async () => {
    await give(12)
    const ask = await start()
    const { accessToken } = await supabase.signIn(ada)
    const told = async () => {
      const answer = await ask(accessToken)
      const { code, balance } = (await answer.json()) as Told
      return { status: answer.status, code, balance }
    }
    expect(await told()).toEqual({ status: 200, code: undefined, balance: 7 })
    expect(await told()).toEqual({ status: 200, code: undefined, balance: 2 })
    expect(await told()).toEqual({ status: 402, code: 'credits_short', balance: 2 })
  })

  test('knows nobody who did not sign in, and spends nothing of the other mode', async () => {
    await give(100, false)
    const ask = await start()
    const { accessToken } = await supabase.signIn(ada)
    expect((await ask()).status).toBe(401)
    expect((await ask('nonsense')).status).toBe(401)
    expect((await ask(accessToken)).status).toBe(402)
  })
})

describe.each([
  ['curl', 'bash', 'credits.sh'],
  ['Python', 'python3', 'credits.py'],
])('by %s', (_, program, name) => {
  const isThere = spawnSync(program, ['--version']).status === 0
  test.skipIf(!isThere)('the same piece of work is charged once', async () => {
    await give(12)
    const run = async () => {
      const env = { ...process.env, ...environment }
      return (await promisify(execFile)(program, [file(name)], { env })).stdout
    }
    for (const outcome of ['charged', 'repeated']) {
      const told = await run()
      expect(told).toContain(outcome)
      expect(told).toMatch(/\b7\b/)
    }
  })
})

test('a welcome is given once', async () => {
  const run = async () => {
    const env = { ...process.env, ...environment }
    const { stdout } = await promisify(execFile)('bash', [file('welcome.sh')], { env })
    return JSON.parse(stdout) as unknown
  }
  expect(await run()).toMatchObject({ outcome: 'given', balance: 10 })
  expect(await run()).toMatchObject({ outcome: 'repeated', balance: 10 })
})
