import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { keyPermissions } from '#server/needs.ts'
import { checks } from '../../cli/checks/index.ts'
import { expectEndedWell, expectGreen, expectNoSecret } from './shop/expect-shop.ts'
import { useReadyShop, without } from './shop/ready-shop.ts'
import { readCommandsPage } from '#tests/docs/commands-page.ts'
import { keys, openTerminal } from './terminal/open-terminal.ts'
import { main, runCommand } from './terminal/run-command.ts'

const shop = useReadyShop()

type Document = {
  ok: boolean
  next: string | null
  findings: { check: string; group: string; level: string; says: string }[]
}

test('a shop that is set up is whole: one line a check, exit code 0, and nothing is changed', async () => {
  shop.tripwire.writes.splice(0)
  const run = await shop.run(['doctor'])
  expectEndedWell(run)
  expect(run.out.match(/^ok {6}/gm)).toHaveLength(checks.length)
  expect(run.out).toMatch(/^Portal Gateway \d+\.\d+\.\d+, newest migration \d{14}_\w+$/m)
  expect(run.out).not.toMatch(/^(fault|warning|unknown|Next:)/m)
  expect(shop.tripwire.writes).toEqual([])
})

test('a reader of only its first line gets no stack, and the exit code stays', () => {
  const command = '"$0" "$1" doctor | head -n 1; echo "${PIPESTATUS[0]}"'
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', command, process.execPath, main], {
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  })
  expect(stdout).toMatch(/^Portal Gateway .*\n1\n$/)
  expect(stderr).toBe('')
})

test('--json is one document of the same form, whatever is wrong', async () => {
  const well = JSON.parse((await shop.run(['doctor', '--json'])).out) as Document
  expect(well).toMatchObject({
    command: 'doctor',
    ok: true,
    mode: 'test',
    next: null,
    counts: { fault: 0 },
  })
  expect(new Set(well.findings.map(({ check }) => check))).toEqual(
    new Set(checks.map(({ name }) => name)),
  )
  const wrong = await shop.run(['doctor', '--json'], { STRIPE_API_KEY: 'rk_test_ofnobody' })
  expect(wrong.code).toBe(1)
  const ill = JSON.parse(wrong.out) as Document
  expect(ill.ok).toBe(false)
  expect(ill.next).toMatch(/Stripe refuses "STRIPE_API_KEY" -> /)
  expect(Object.keys(ill)).toEqual(Object.keys(well))
  expect(Object.keys(well)).toEqual(readCommandsPage().keysOf('doctor'))
})

test('with nothing set it says what is next, and needs nobody to answer', async () => {
  const { code, out } = await runCommand(['doctor'], { env: {} })
  expect(code).toBe(1)
  expect(out).toMatch(/^fault {3}"SUPABASE_URL" is not set\n {8}\S.*\n {8}-> /m)
  expect(out).toMatch(/^Next: "SUPABASE_URL" is not set -> .*npm run setup/m)
})

test('with only the runtime variables it checks what they show', async () => {
  const none = without('STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN')
  const { code, out } = await shop.run(['doctor'], none)
  expect(code).toBe(0)
  for (const says of [
    `the key has all ${keyPermissions.length} permissions`,
    'the project accepts both keys',
    'the doors are closed',
  ])
    expect(out).toContain(`ok      ${says}`)
  expect((await shop.run(['doctor', '--strict'], none)).code).toBe(1)
  expect(out).toMatch(
    /^unknown \w+ things? needs? "STRIPE_SETUP_KEY": .*\n {8}-> give "STRIPE_SETUP_KEY"/m,
  )
})

test('every service down at once is reported, and no stack is shown', async () => {
  const nowhere = 'http://127.0.0.1:9'
  const bases = ['STRIPE_API_BASE', 'SUPABASE_API_BASE', 'NETLIFY_API_BASE']
  const places = [...bases, 'SUPABASE_URL', 'FRONTEND_URL'].map((name) => [name, nowhere])
  const { code, out, err } = await shop.run(['doctor'], Object.fromEntries(places))
  expect(code).toBe(1)
  expect(out).toMatch(/Stripe did not answer/)
  expect(out + err).not.toMatch(/^\s+at /m)
})

test('no secret and no address is in any output, not even of a refused secret', async () => {
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
  for (const args of [[], ['--json']]) {
    const { out, err } = await shop.run(['doctor', ...args], planted)
    expect(out + err).not.toMatch(/planted/)
    await expectNoSecret(shop, { out, err })
  }
  await expectNoSecret(shop, await shop.run(['doctor', '--json']))
})

test('a webhook secret that was lost is replaced everywhere in one run', async () => {
  const before = await shop.readEnvironmentFile()
  await writeFile(join(shop.folder, '.env'), before.replace(/^STRIPE_WEBHOOK_SECRET=.*$/m, ''))
  expectEndedWell(await shop.run(['setup', '--yes']))
  const secret = /^STRIPE_WEBHOOK_SECRET=(whsec_\w+)$/m.exec(await shop.readEnvironmentFile())?.[1]
  expect(shop.netlify.deployedEnv()?.STRIPE_WEBHOOK_SECRET).toBe(secret)
  expect(before).not.toContain(secret)
  await expectGreen(shop)
})

describe('at a terminal', () => {
  const question =
    'Give STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN, NETLIFY_AUTH_TOKEN now, and check the rest?'
  const sitDown = () => {
    const lacking = without('STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN')
    const terminal = openTerminal({
      args: ['doctor'],
      env: { ...shop.variables, ...lacking },
      folder: shop.folder,
    })
    onTestFinished(() => terminal.kill())
    return terminal
  }

  test('it asks for what it lacks, and checks the rest with it', async () => {
    const terminal = sitDown()
    await terminal.expect(question)
    terminal.type('y')
    for (const [words, given] of [
      ["Stripe's secret key (sk_...)", shop.env.STRIPE_SETUP_KEY],
      ["Supabase's access token (sbp_...)", shop.env.SUPABASE_ACCESS_TOKEN],
      ["Netlify's personal access token", shop.env.NETLIFY_AUTH_TOKEN],
    ]) {
      await terminal.expect(words!)
      terminal.type(`${given}${keys.enter}`)
    }
    const { code, text, raw } = await terminal.ended
    expect([code, text]).toEqual([0, expect.stringMatching(/^\d+ ok\.$/m)])
    for (const secret of await shop.secrets()) expect(raw).not.toContain(secret)
  })

  test('a no leaves its answer as it was', async () => {
    const terminal = sitDown()
    await terminal.expect(question)
    terminal.type(keys.enter)
    const { code, text } = await terminal.ended
    expect([code, text]).toEqual([0, expect.stringMatching(/things need "SUPABASE_ACCESS_TOKEN"/)])
  })
})
