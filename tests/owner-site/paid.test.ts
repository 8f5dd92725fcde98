import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { endToken, makeToken } from './make-token.ts'

const ada = 'ada@example.com'
const site = 'https://pay.example'

let supabase: SupabaseStandIn
let environment: Record<string, string>
beforeEach(async () => {
  supabase = await sharedSupabase()
  environment = {
    SUPABASE_URL: supabase.url,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    FRONTEND_URL: `${site}/`,
  }
})

async function give(credits: number, live = true): Promise<void> {
  await supabase.database.query(
    `select give_credits(address => $1, credits => $2, note => 'a test', key => 'a test', live => $3)`,
    [ada, credits, live],
  )
}

type Ask = (token?: string, search?: string) => Promise<Response>
const headersWith = (token?: string) => ({
  headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
})

/** As a Netlify function. It reads its environment once, as a function does. */
async function startFunction(): Promise<Ask> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.resetModules()
  const { default: draw } = await import('../../docs/examples/paid.ts')
  return (token, search = '') =>
    draw(new Request(`https://shop.example/api/draw${search}`, headersWith(token)))
}

/** As a program of its own. */
const startProgram = (name: string) => async (): Promise<Ask> => {
  const file = new URL(`../../docs/examples/${name}`, import.meta.url).pathname
  const env = { ...process.env, ...environment, PORT: '0' }
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill())
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const origin = said.toString().trim()
  return (token, search = '') => fetch(`${origin}/draw${search}`, headersWith(token))
}

describe.each([
  ['a Netlify function', startFunction],
  ['plain Node', startProgram('paid-node.mjs')],
  ['Hono', startProgram('paid-hono.mjs')],
])('an API in %s that is paid by token', (_, start) => {
  const told = async (answering: Promise<Response>) => {
    const { status, headers } = await answering
    return [status, headers.get('X-Price'), headers.get('X-Balance')]
  }

  test('takes five for a drawing and two for a sketch, until they run out', async () => {
    await give(9)
    const ask = await start()
    const { token } = await makeToken(supabase, ada)
    const first = await ask(token)
    expect(await first.json()).toEqual({ drawing: '~~~' })
    expect(first.headers.get('X-Balance')).toBe('4')
    expect(await told(ask(token))).toEqual([402, '5', '4'])
    expect(await told(ask(token, '?sketch'))).toEqual([402, '5', '4'])
    await supabase.database.query(`select give_credits($1, 1, 'a test', 'one more')`, [ada])
    expect(await told(ask(token, '?sketch'))).toEqual([200, '2', '3'])
  })

  test('says to whoever has too little where that account buys more', async () => {
    await give(1)
    const ask = await start()
    const { token } = await makeToken(supabase, ada)
    const answer = await ask(token)
    const { rows } = await supabase.database.query<{ id: string }>(
      'select id from private.accounts where livemode',
    )
    const buy = `${site}/plans?for=${rows[0]?.id}`
    expect(answer.headers.get('Link')).toBe(`<${buy}>; rel="payment"`)
    expect(await answer.json()).toMatchObject({
      code: 'credits_short',
      balance: 1,
      missing: 4,
      buy,
    })
  })

  test('stops where the token does', async () => {
    await give(100)
    const ask = await start()
    const made = await makeToken(supabase, ada, { limit: 7 })
    expect(await told(ask(made.token, '?sketch'))).toEqual([200, '2', '98'])
    expect(await told(ask(made.token))).toEqual([200, '5', '93'])
    const answer = await ask(made.token)
    expect([answer.status, await answer.json()]).toMatchObject([
      402,
      { code: 'token_limit_reached', missing: 0 },
    ])
    await endToken(supabase, ada, made)
    expect((await ask(made.token)).status).toBe(401)
  })

  test('knows no other token, and none of the other mode', async () => {
    await give(100, false)
    const ask = await start()
    const made = await makeToken(supabase, ada, { live: false })
    for (const token of [undefined, 'nonsense', made.token, `pg_live_${'a'.repeat(38)}`])
      expect((await ask(token)).status).toBe(401)
  })
})

test('what README.md shows is a whole API, beside a copy of the file', async () => {
  await give(7)
  const folder = await mkdtemp(join(tmpdir(), 'paid-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const root = new URL('../../', import.meta.url)
  const readme = await readFile(new URL('README.md', root), 'utf8')
  const [, shown = ''] = /```ts\n([^]*?)```/.exec(readme) ?? []
  await copyFile(new URL('spend/credits.ts', root), join(folder, 'credits.ts'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'draw.ts'), shown)
  const program = `
    import draw from './draw.ts'
    const headers = { Authorization: 'Bearer ' + process.env.TOKEN }
    for (const _ of [1, 2]) console.info((await draw(new Request('http://a.example/', { headers }))).status)`
  await writeFile(join(folder, 'ask.ts'), program)
  const { token } = await makeToken(supabase, ada)
  const env = { ...process.env, ...environment, TOKEN: token }
  const { stdout } = await promisify(execFile)(process.execPath, ['ask.ts'], { cwd: folder, env })
  expect(stdout.trim().split('\n')).toEqual(['200', '402'])
})
