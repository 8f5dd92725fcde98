import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checks } from '../../cli/checks/index.ts'
import { runCommand } from './terminal/run-command.ts'
import { mailServer, useReadyShop, turnstile } from './shop/ready-shop.ts'

const shop = useReadyShop()

type Document = {
  version: string
  migration: string
  isTrue: boolean
  next: string | null
  findings: { check: string; group: string; level: string; says: string }[]
}

const run = (args: string[], env: Record<string, string | undefined> = {}) =>
  shop.run(['doctor', ...args], { ...shop.env, ...env })

test('a shop that is set up is whole: one line a check, exit code 0, and nothing is changed', async () => {
  shop.tripwire.writes.splice(0)
  const { code, out } = await run([])
  expect(out).not.toMatch(/^(fault|warning|unknown)/m)
  expect(code).toBe(0)
  expect(out.match(/^ok {6}/gm)).toHaveLength(checks.length)
  expect(out).toMatch(/^Portal Gateway \d+\.\d+\.\d+, newest migration \d{14}_\w+$/m)
  expect(out).not.toMatch(/^Next:/m)
  expect(shop.tripwire.writes).toEqual([])
})

test('who reads only its first line gets no stack, and the exit code stays', () => {
  const command = '"$0" "$1" doctor | head -n 1; echo "${PIPESTATUS[0]}"'
  const main = join(import.meta.dirname, '../../cli/main.ts')
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', command, process.execPath, main], {
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  })
  expect(stdout).toMatch(/^Portal Gateway .*\n1\n$/)
  expect(stderr).toBe('')
})

test('--json is one document, the same but for what is at fault', async () => {
  const well = JSON.parse((await run(['--json'])).out) as Document
  expect(well).toMatchObject({ isTrue: true, next: null })
  expect(new Set(well.findings.map(({ check }) => check))).toEqual(
    new Set(checks.map(({ name }) => name)),
  )
  const { code, out } = await run(['--json'], { STRIPE_API_KEY: 'rk_test_ofnobody' })
  expect(code).toBe(1)
  const ill = JSON.parse(out) as Document
  expect(ill.isTrue).toBe(false)
  expect(ill.next).toMatch(/Stripe refuses "STRIPE_API_KEY": /)
  expect(Object.keys(ill)).toEqual(Object.keys(well))
})

test('with nothing set it says what is next, and needs nobody to answer', async () => {
  const { code, out } = await runCommand(['doctor'], {
    env: Object.fromEntries(Object.keys(shop.env).map((name) => [name, undefined])),
  })
  expect(code).toBe(1)
  expect(out).toMatch(/^fault {3}"SUPABASE_URL" is not set\n {8}\S.*\n {8}-> /m)
  expect(out).toMatch(/^Next: "SUPABASE_URL" is not set: .*npm run setup/m)
})

test('with the runtime variables alone it looks at what they show', async () => {
  const { code, out } = await run([], {
    STRIPE_SETUP_KEY: undefined,
    SUPABASE_ACCESS_TOKEN: undefined,
    NETLIFY_AUTH_TOKEN: undefined,
  })
  expect(code).toBe(0)
  for (const says of [
    'the key has all 6 permissions',
    'the project accepts both keys',
    'the doors are closed',
  ])
    expect(out).toContain(`ok      ${says}`)
  expect(out).toMatch(/^unknown .*webhook endpoint: not checked\n {8}-> give "STRIPE_SETUP_KEY"/m)
})

test('every service down at once is said, and no stack is shown', async () => {
  const nowhere = 'http://127.0.0.1:9'
  const { code, out, err } = await run([], {
    STRIPE_API_BASE: nowhere,
    SUPABASE_API_BASE: nowhere,
    NETLIFY_API_BASE: nowhere,
    SUPABASE_URL: nowhere,
    FRONTEND_URL: nowhere,
  })
  expect(code).toBe(1)
  expect(out).toMatch(/Stripe did not answer/)
  expect(out + err).not.toMatch(/^\s+at /m)
})

test('no secret and no address is in any output', async () => {
  const planted = {
    STRIPE_API_KEY: 'rk_test_planted1234567890',
    STRIPE_SETUP_KEY: 'sk_test_planted1234567890',
    STRIPE_WEBHOOK_SECRET: 'whsec_planted1234567890',
    SUPABASE_SECRET_KEY: 'sb_secret_planted1234567890',
    SUPABASE_ACCESS_TOKEN: 'sbp_planted1234567890',
    NETLIFY_AUTH_TOKEN: 'nfp_planted1234567890',
    SUPABASE_JWT_SECRET: 'jwt-planted1234567890',
    SMTP_PASS: 'smtp-planted1234567890',
    TURNSTILE_SECRET_KEY: 'turnstile-planted1234567890',
  }
  const runs = [
    run([], planted),
    run(['--json'], planted),
    run(['--json'], { STRIPE_API_KEY: planted.STRIPE_API_KEY }),
  ]
  for (const { out, err } of await Promise.all(runs)) {
    expect(out + err).not.toMatch(/planted/)
    for (const secret of await shop.secrets()) expect(out + err).not.toContain(secret)
    expect(out + err).not.toMatch(/@example/)
  }
})

test('a webhook secret that was lost is replaced everywhere in one run', async () => {
  const file = join(shop.folder, '.env')
  const before = await readFile(file, 'utf8')
  await writeFile(file, before.replace(/^STRIPE_WEBHOOK_SECRET=.*$/m, ''))
  const env = { ...mailServer, ...turnstile }
  const again = await shop.run(['setup', '--yes'], env)
  expect(again.code, again.out + again.err).toBe(0)
  expect(await readFile(file, 'utf8')).not.toBe(before)
  expect(shop.netlify.deployedEnv()?.STRIPE_WEBHOOK_SECRET).toMatch(/^whsec_/)
  expect(before).not.toContain(shop.netlify.deployedEnv()?.STRIPE_WEBHOOK_SECRET)
  expect((await shop.run(['doctor'], env)).out).not.toMatch(/^(fault|warning|unknown)/m)
})

test('every check is made to fail on purpose somewhere', async () => {
  const files = ['stripe', 'supabase', 'site'].map((name) => `./checks/${name}.test.ts`)
  const texts = await Promise.all(
    files.map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  )
  const untried = checks.filter(({ name }) => !texts.join('\n').includes(`'${name}',\n`))
  expect(untried.map(({ name }) => name)).toEqual([])
})
