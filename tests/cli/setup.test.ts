import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { iconBytes } from '#local/stripe/pages/icon-file.ts'
import { readCommandsPage } from '#tests/docs/commands-page.ts'
import type { Shop } from './shop/bare-shop.ts'
import { openBareShop } from './shop/bare-shop.ts'
import type { Write } from './shop/tripwire.ts'
import {
  expectEndedWell,
  expectGreen,
  expectNoSecret,
  linksOf,
  rowsOf,
} from './shop/expect-shop.ts'
import type { Ended } from './terminal/run-command.ts'

describe('from nothing', () => {
  let shop: Shop
  let rehearsal: Ended
  let run: Ended
  let writes: Write[]
  let gitArguments: string
  let supabaseCalls: number
  beforeAll(async () => {
    shop = await openBareShop()
    rehearsal = await shop.run(['setup', '--yes', '--dry-run', '--details'])
    expect(shop.tripwire.writes).toEqual([])
    expect(await shop.readEnvironmentFile()).toBe('')

    // A git that notes its arguments.
    const tools = await mkdtemp(join(tmpdir(), 'portal-gateway-tools-'))
    const git = `#!/bin/sh\nPATH="\${PATH#*:}"\necho "$@" >> '${tools}/arguments'\nexec git "$@"\n`
    await writeFile(join(tools, 'git'), git)
    await chmod(join(tools, 'git'), 0o755)
    shop.tripwire.count('supabase')
    run = await shop.run(['setup', '--yes'], { PATH: `${tools}:${process.env.PATH}` })
    supabaseCalls = shop.tripwire.count('supabase')
    writes = [...shop.tripwire.writes]
    gitArguments = await readFile(join(tools, 'arguments'), 'utf8')
    await rm(tools, { recursive: true })
  })
  afterAll(() => shop.close())

  test('one run leads to a doctor without faults, and everything works', async () => {
    expectEndedWell(run)
    const told = run.out.trimEnd().split('\n').at(-1)
    const migrations = (await readdir('supabase/migrations')).length
    const calls = `${supabaseCalls - migrations} calls to Supabase's management, and ${migrations} migrations.`
    console.info(`${told} ${writes.length} writing calls; ${calls}`)
    // The Management API allows sixty a minute, or twice that.
    expect(supabaseCalls - migrations).toBeLessThanOrEqual(40)
    expect(run.out).toContain('speaks for "Portal Gateway", and web/brand.ts for "Paper & Pencil"')
    expect(shop.management.authConfig()).toMatchObject({
      mailer_templates_magic_link_content: expect.stringContaining('$shop := "Paper & Pencil"'),
    })
    expect(await readFile(join(shop.folder, 'web/public/icon.png'))).toEqual(iconBytes)
    await expectGreen(shop)
    expect(await linksOf(shop, 'ada@example.com')).toHaveLength(2)
    shop.stripe.createCustomer({ email: 'new@example.com' })
    await shop.stripe.settled()
    expect(await rowsOf(shop)).toHaveLength(4)
  })

  test('a second run changes nothing', async () => {
    const look = async () => ({
      file: await shop.readEnvironmentFile(),
      config: shop.management.authConfig(),
      netlify: shop.netlify.env(),
      deploys: shop.netlify.deploys().length,
      portals: shop.stripe.configurations().length,
      rows: await rowsOf(shop),
    })
    const before = await look()
    shop.tripwire.count('supabase')
    const again = await shop.run(['setup', '--yes'])
    const calls = shop.tripwire.count('supabase')
    console.info(`${calls} calls to Supabase's management in a second run.`)
    expect(calls).toBeLessThanOrEqual(20)
    expectEndedWell(again)
    expect(again.out).toContain('Nothing needed changing.')
    expect(shop.tripwire.writes).toEqual(writes)
    expect(await look()).toEqual(before)
  })

  test('the log of the deploy is named, and where there is no terminal nothing turns', () => {
    const { siteName } = shop.netlify
    expect(run.out).toMatch(
      new RegExp(`Its log: https://app.netlify.com/projects/${siteName}/deploys/\\w{24}$`, 'm'),
    )
    // oxlint-disable-next-line no-control-regex
    expect(run.out + run.err).not.toMatch(/[\u001b\r✓✗]/)
  })

  test('--json is one document: what would be changed, without a secret, and what was', async () => {
    const planned = JSON.parse((await shop.run(['setup', '--yes', '--dry-run', '--json'])).out)
    expect(planned).toMatchObject({
      command: 'setup',
      ok: true,
      mode: 'test',
      planned: [],
      made: 0,
    })
    const withEmail = ['setup', '--yes', '--json', '--test-email', 'owner@example.com']
    const done = await shop.run(withEmail)
    expect(Object.keys(JSON.parse(done.out)).toSorted()).toEqual(
      readCommandsPage().keysOf('setup').toSorted(),
    )
    expect(JSON.parse(done.out)).toMatchObject({
      ok: true,
      made: 0,
      testEmail: true,
      counts: { fault: 0 },
      next: null,
    })
    await expectNoSecret(shop, done)
    expect(shop.supabase.inbox.newestTo('owner@example.com')).toMatchObject({
      html: expect.stringContaining('Paper &amp; Pencil'),
    })
    shop.supabase.control({ smtpRefuses: true })
    const unsent = await shop.run(withEmail)
    shop.supabase.control({ smtpRefuses: false })
    expect(JSON.parse(unsent.out)).toMatchObject({
      ok: false,
      testEmail: false,
      counts: { fault: 0 },
    })
    expect(unsent.err).toContain('No test email: the email server refuses it')
    const refused = await shop.run(['setup', '--yes', '--json'], { STRIPE_API_KEY: 'rk_test_no' })
    expect(JSON.parse(refused.out)).toEqual({
      version: expect.any(String),
      command: 'setup',
      ok: false,
      error: expect.stringContaining('STRIPE_API_KEY: the key is refused'),
    })
  })

  test('--dry-run --details changed nothing, and printed the very calls that the run made', () => {
    expectEndedWell(rehearsal)
    const printed = rehearsal.out.matchAll(/^(POST|PUT|PATCH|DELETE) https?:\/\/[^/]+([^?\s]+)/gm)
    expect([...printed].map(([, method, path]) => `${method} ${path}`)).toEqual(
      writes.map(
        ({ method, path }) => `${method} ${path.replace(/we_\w+/, 'we_of_the_step_above')}`,
      ),
    )
  })

  test('no secret is printed, or in a file except .env, which git ignores, or in an argument', async () => {
    await expectNoSecret(shop, rehearsal)
    await expectNoSecret(shop, run)
    expect(gitArguments).toContain('check-ignore')
    await expectNoSecret(shop, { out: gitArguments, err: '' })
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: shop.folder }).toString()).toBe(
      '?? .gitignore\n?? web/\n',
    )
    expect((await stat(join(shop.folder, '.env'))).mode & 0o777).toBe(0o600)
    const entries = await readdir(shop.folder, { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((each) => each.isFile() && each.name !== '.env')) {
      const content = await readFile(join(entry.parentPath, entry.name), 'latin1')
      for (const secret of await shop.secrets()) expect(content).not.toContain(secret)
    }
    const file = await shop.readEnvironmentFile()
    for (const credential of ['sk_test_local', shop.management.token, shop.netlify.token])
      expect(file).not.toContain(credential)
  })
})
