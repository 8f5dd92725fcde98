import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import type { Terminal, TerminalEnd } from './terminal/open-terminal.ts'
import { keys, openTerminal } from './terminal/open-terminal.ts'
import type { Variables } from './terminal/run-command.ts'
import { runCommand, worldVariables } from './terminal/run-command.ts'

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

function open(args: string[] = [], env: Variables = {}): Terminal {
  const usual = {
    ...worldVariables(),
    STRIPE_API_KEY: 'rk_test_local',
    STRIPE_SETUP_KEY: world.stripe.apiKey,
    FRONTEND_URL: `${world.origin}/`,
  }
  const order = { args: ['smoke', '--email', owner, ...args], env: { ...usual, ...env }, folder }
  terminal = openTerminal(order)
  return terminal
}

/** Waits for the question, and answers it. */
async function paste(smoke: Terminal, keyed: () => string): Promise<TerminalEnd> {
  await smoke.expect('paste it here')
  smoke.type(keyed())
  return smoke.ended
}

const newestEmail = () => world.supabase.inbox.newestTo(owner)!
const living = () => world.stripe.customers().map(({ id }) => id)

async function expectCleanedUp(): Promise<void> {
  expect(living()).toEqual([])
  await world.stripe.settled()
  expect((await world.rows()).filter(({ deleted }) => !deleted)).toEqual([])
}

test('by the link of the email: every step works, and nothing is left behind', async () => {
  const { code, text, words } = await paste(
    open(),
    () => `  ${world.origin}/#token_hash=${newestEmail().tokenHash}  ${keys.enter}`,
  )
  expect(code, text).toBe(0)
  for (const step of [
    /1 Created the customer cus_\w+ with your address at Stripe/,
    /2 The webhook has added it to the table \(\d+\.\d s\)/,
    /3 Supabase is sending you an email/,
    /4 It proves the address/,
    /5 The door answers with one link/,
    /6 127\.0\.0\.1:\d+ opens it \(200\)/,
    /7 Changed the address of the customer/,
    /8 The webhook has changed the address in the table/,
    /9 The old address no longer opens it/,
    /10 Deleted cus_\w+ at Stripe/,
    /11 The webhook has emptied its row/,
    /Everything works/,
  ])
    expect(words).toMatch(step)
  await expectCleanedUp()
  const { apiKey } = world.stripe
  for (const secret of [newestEmail().tokenHash, apiKey, world.supabase.secretKey, owner])
    expect(text).not.toContain(secret)
})

test('by the code of the email, with blanks in it', async () => {
  const blank = () => newestEmail().code.replace(/^\d{5}/, '$& ')
  expect(await paste(open(), () => blank() + keys.enter)).toMatchObject({ code: 0 })
})

test('a wrong code is refused with the remedy, and the customer is deleted', async () => {
  const { code, words } = await paste(open(), () => `0000000000${keys.enter}`)
  expect(code).toBe(1)
  expect(words).toContain('Links and codes work once')
  await expectCleanedUp()
})

test('with a captcha the email is asked for on the page, since no terminal can solve one', async () => {
  world.supabase.control({ captcha: 'solved' })
  const smoke = open()
  await smoke.expect(/A captcha guards the emails\. Open \S+ in a browser/)
  const { url, publishableKey } = world.supabase
  const asked = await fetch(`${url}/auth/v1/otp`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: owner, gotrue_meta_security: { captcha_token: 'solved' } }),
  })
  expect(asked.status).toBe(200)
  const { code, text } = await paste(smoke, () => newestEmail().code + keys.enter)
  expect(code, text).toBe(0)
  await expectCleanedUp()
})

test('Ctrl-C at the question cleans up and ends with 130', async () => {
  const end = await paste(open(), () => {
    expect(living()).toHaveLength(1)
    return keys.ctrlC
  })
  expect(end).toMatchObject({ code: 130 })
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

test('what a killed run left behind is deleted by the next, and nobody else', async () => {
  const [mine, other] = ['portal-gateway-smoke', 'someone'].map(
    (made_by) => world.stripe.createCustomer({ email: owner, metadata: { made_by } }).id,
  )
  const { code, words } = await paste(open(), () => keys.ctrlD)
  expect(code).toBe(130)
  expect(words).toContain(`Deleted ${mine}, left behind`)
  expect(living()).toEqual([other])
})

test('if no webhook comes, it says so, cleans up and ends with 1', async () => {
  world.stripe.control({ deliveries: { drop: true } })
  const { code, words } = await open(['--wait', '0.5']).ended
  expect(code).toBe(1)
  expect(words).toContain('no webhook has added it to the table. npm run doctor')
  expect(living()).toEqual([])

  // So it is for a key of another account, whose customers nobody hears of.
  const elsewhere = await open(['--wait', '0.5'], { STRIPE_SETUP_KEY: 'sk_test_other' }).ended
  expect(elsewhere.code).toBe(1)
  expect(world.stripe.other.customers()).toEqual([])
})

test.each([
  ['a live runtime key', { STRIPE_API_KEY: 'rk_live_local' }, 2, 'test mode only'],
  ['a live setup key', { STRIPE_SETUP_KEY: 'sk_live_local' }, 2, 'test mode only'],
  ['a missing variable', { SUPABASE_SECRET_KEY: '' }, 1, '"SUPABASE_SECRET_KEY" is not set'],
])('%s is reported before anything is requested or made', async (_, env, code, says) => {
  const end = await open([], env).ended
  expect(end.code, end.text).toBe(code)
  expect(end.words).toContain(says)
  expect(world.stripe.calls).toEqual([])
})

test('without a terminal there is nowhere to paste: 2', async () => {
  const { code, err } = await runCommand(['smoke'])
  expect(code).toBe(2)
  expect(err).toContain('no terminal')
  expect(world.stripe.calls).toEqual([])
})
