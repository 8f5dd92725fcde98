import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { openSignedIn } from '#tests/supabase-clients.ts'
import report from '../../docs/examples/gate.ts'

const [ada, grace] = ['ada@example.com', 'grace@example.com']
const file = (name: string) => new URL(`../../docs/examples/${name}`, import.meta.url)

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
  vi.stubEnv('SUPABASE_URL', supabase.url)
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', supabase.publishableKey)
})
afterEach(() => vi.unstubAllEnvs())

/** Somebody bought what opens "pro". */
async function sellPro(address: string, live = true): Promise<void> {
  const line = {
    line: 'li_1',
    price: 'price_1',
    product: 'pro',
    quantity: 1,
    status: 'paid',
    starts_at: '2026-11-20T12:00:00Z',
    access_until: 'infinity',
  }
  const read = { source: `cs_${address}`, customer: null, email: address, lines: [line] }
  await supabase.database.query('select record_purchase($1, $2, 0)', [live, read])
}

describe('the gate of a Netlify function', () => {
  const ask = async (token?: string) => {
    const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` }
    return (await report(new Request('https://shop.example/report', { headers: headers ?? {} })))
      .status
  }
  const tokenOf = async (email: string) => (await supabase.signIn(email)).accessToken

  test('lets in whoever has bought it, and nobody else', async () => {
    await sellPro(ada)
    expect(await ask(await tokenOf(ada))).toBe(200)
    expect(await ask(await tokenOf(grace))).toBe(403)
    expect(await ask('nonsense')).toBe(401)
    expect(await ask()).toBe(401)
  })

  test('test mode never answers for live', async () => {
    await sellPro(ada, false)
    expect(await ask(await tokenOf(ada))).toBe(403)
    vi.stubEnv('LIVE', 'false')
    expect(await ask(await tokenOf(ada))).toBe(200)
  })

  test('says that it does not know, where the database does not answer', async () => {
    vi.stubEnv('SUPABASE_URL', `${supabase.url}/nothing-here`)
    expect(await ask(await tokenOf(ada))).toBe(503)
  })
})

test('the question by curl is answered', async () => {
  await sellPro(ada)
  const { stdout } = await promisify(execFile)('bash', [file('gate.sh').pathname], {
    env: { ...process.env, SUPABASE_SECRET_KEY: supabase.secretKey },
  })
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'found', address: ada, access: ['pro'] })
})

test('the policy shows each person their own rows', async () => {
  await sellPro(ada)
  await sellPro(grace)
  const sql = await readFile(file('gate.sql'), 'utf8')
  try {
    await supabase.database.exec(
      `${sql} insert into reports select id, 'of ' || address from private.accounts`,
    )
    const browser = await openSignedIn(supabase, ada)
    expect((await browser.from('reports').select('body')).data).toEqual([
      { body: 'of ada@example.com' },
    ])
  } finally {
    await supabase.database.exec('drop table if exists reports')
  }
})
