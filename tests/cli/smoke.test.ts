import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import type { Terminal } from './terminal/open-terminal.ts'
import { keys, openTerminal } from './terminal/open-terminal.ts'
import { runCommand } from './terminal/run-command.ts'

const owner = 'owner+portal@example.com'
let world: World
let folder: string
let terminal: Terminal | undefined
beforeEach(async () => {
  world = await emptyWorld()
  folder = await mkdtemp(join(tmpdir(), 'portal-gateway-smoke-'))
  terminal = undefined
})
afterEach(async () => {
  terminal?.kill()
  await rm(folder, { recursive: true, force: true })
})

function variables(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter((name) => /^(SUPABASE|STRIPE)_/.test(name))
  return {
    ...Object.fromEntries(names.map((name) => [name, process.env[name]])),
    STRIPE_API_KEY: 'rk_test_local',
    STRIPE_SETUP_KEY: world.stripe.apiKey,
    FRONTEND_URL: `${world.origin}/`,
  }
}

function open(args: string[] = [], env: Record<string, string | undefined> = {}): Terminal {
  terminal = openTerminal({
    args: ['smoke', '--email', owner, ...args],
    env: { ...variables(), ...env },
    folder,
  })
  return terminal
}

const newestMail = () => world.supabase.inbox.newestTo(owner)!
const living = () => world.stripe.customers().map(({ id }) => id)

async function expectCleanedUp(): Promise<void> {
  expect(living()).toEqual([])
  await world.stripe.settled()
  expect((await world.rows()).filter(({ deleted }) => !deleted)).toEqual([])
}

test('by the link of the mail: every step is seen, and nothing is left behind', async () => {
  const smoke = open()
  await smoke.expect('paste it here')
  const { tokenHash } = newestMail()
  smoke.type(`  ${world.origin}/#token_hash=${tokenHash}  ${keys.enter}`)
  const { code, text } = await smoke.ended
  expect(code, text).toBe(0)
  for (const step of [
    /1 {2}Created the customer cus_\w+ with your address at Stripe/,
    /2 {2}The webhook has added it to the table \(\d+\.\d s\)/,
    /3 {2}Supabase is sending you an email/,
    /4 {2}It proves the address/,
    /5 {2}The door answers with one link/,
    /6 {2}127\.0\.0\.1:\d+ opens it \(200\)/,
    /7 {2}Changed the address of the customer/,
    /8 {2}The webhook has changed the address in the table/,
    /9 {2}The old address no longer opens it/,
    /10 {2}Deleted cus_\w+ at Stripe/,
    /11 {2}The webhook has emptied its row/,
    /Everything works/,
  ])
    expect(text.replace(/\s+/g, ' ')).toMatch(new RegExp(step.source.replace(' {2}', ' ')))
  await expectCleanedUp()
  for (const secret of [tokenHash, world.stripe.apiKey, world.supabase.secretKey, owner])
    expect(text).not.toContain(secret)
})

test('by the code of the mail, with its blanks', async () => {
  const smoke = open()
  await smoke.expect('paste it here')
  const { code: otp } = newestMail()
  smoke.type(`${otp.slice(0, 5)} ${otp.slice(5)}${keys.enter}`)
  expect(await smoke.ended).toMatchObject({ code: 0 })
})

test('a wrong code is refused with the remedy, and the customer is deleted', async () => {
  const smoke = open()
  await smoke.expect('paste it here')
  smoke.type(`0000000000${keys.enter}`)
  const { code, text } = await smoke.ended
  expect(code).toBe(1)
  expect(text.replace(/\s+/g, ' ')).toContain('Links and codes work once')
  await expectCleanedUp()
})

test('a project that asks for a captcha is named, since no terminal can solve one', async () => {
  world.supabase.control({ captcha: 'solved' })
  const { code, text } = await open().ended
  expect(code).toBe(1)
  expect(text.replace(/\s+/g, ' ')).toContain('"captcha_failed". The project asks for a captcha')
  await expectCleanedUp()
})

test('Ctrl-C at the question cleans up and ends with 130', async () => {
  const smoke = open()
  await smoke.expect('paste it here')
  expect(living()).toHaveLength(1)
  smoke.type(keys.ctrlC)
  expect(await smoke.ended).toMatchObject({ code: 130 })
  await expectCleanedUp()
})

test('Ctrl-C while it waits for a webhook cleans up and ends with 130', async () => {
  world.stripe.control({ deliveries: { drop: true } })
  const smoke = open()
  await smoke.expect('Created the customer')
  smoke.type(keys.ctrlC)
  const { code, text } = await smoke.ended
  expect(code, text).toBe(130)
  expect(text).toContain('Deleted cus_')
  expect(living()).toEqual([])
})

test('where no webhook comes it says so, and ends with 1', async () => {
  world.stripe.control({ deliveries: { drop: true } })
  const { code, text } = await open(['--wait', '0.5']).ended
  expect(code).toBe(1)
  expect(text.replace(/\s+/g, ' ')).toContain(
    'no webhook has added it to the table. npm run doctor',
  )
  expect(living()).toEqual([])
})

test('what a killed run left behind is deleted by the next, and nobody else', async () => {
  const [mine, other] = ['portal-gateway-smoke', 'somebody'].map(
    (made_by) => world.stripe.createCustomer({ email: owner, metadata: { made_by } }).id,
  )
  const smoke = open()
  await smoke.expect(`Deleted ${mine}, left behind`)
  await smoke.expect('paste it here')
  smoke.type(keys.ctrlD)
  expect(await smoke.ended).toMatchObject({ code: 130 })
  expect(living()).toEqual([other])
})

test('a key of another account is found out by the missing webhook, and cleaned up after', async () => {
  const { code } = await open(['--wait', '0.5'], { STRIPE_SETUP_KEY: 'sk_test_other' }).ended
  expect(code).toBe(1)
  expect(world.stripe.other.customers()).toEqual([])
})

test.each([
  ['runtime', { STRIPE_API_KEY: 'rk_live_local' }],
  ['set-up', { STRIPE_SETUP_KEY: 'sk_live_local' }],
])('a live %s key is refused before anything is asked or made', async (_, env) => {
  const { code, text } = await open([], env).ended
  expect(code, text).toBe(2)
  expect(text).toContain('test mode only')
  expect(world.stripe.calls).toEqual([])
})

test('a missing variable is named', async () => {
  const { code, text } = await open([], { SUPABASE_SECRET_KEY: '' }).ended
  expect(code).toBe(1)
  expect(text).toContain('"SUPABASE_SECRET_KEY" is not set')
})

test('without a terminal there is nowhere to paste: 2', async () => {
  const { code, err } = await runCommand(['smoke'])
  expect(code).toBe(2)
  expect(err).toContain('no terminal')
  expect(world.stripe.calls).toEqual([])
})
