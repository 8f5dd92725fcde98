import { beforeEach, expect, test } from 'vitest'
import { readAuthUsers } from '../../cli/services/auth/users.ts'
import { createPatience } from '../../cli/services/wire/patience.ts'
import { askForTestAddress, judgeAddress, sendTestEmail } from '../../cli/setup/send-test-email.ts'
import type { Asker } from '../../cli/terminal/ask.ts'
import { StoppedError } from '../../cli/terminal/stopping.ts'
import type { World } from '../../cli/world.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'

const email = 'owner@shop.example'
const page = 'https://pay.shop.example/'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
  supabase.control({ captcha: 'solved' })
})

const answering = (confirm: () => Promise<boolean>) =>
  ({ confirm, line: async () => email }) as Partial<Asker> as Asker
const yes = answering(async () => true)
const no = answering(async () => false)

async function send(asker: Asker | null = null) {
  const users = readAuthUsers(
    { ...supabase, url: supabase.url },
    createPatience({ sleep: async () => undefined }),
  )
  let text = ''
  const out = { write: (more: string) => void (text += more) }
  const world = { users, page } as unknown as World
  const isGood = await sendTestEmail(world, { testAddress: email, asker, out })
  return { isGood, text: text.replaceAll(/\s+/g, ' ') }
}

async function people() {
  const { rows } = await supabase.database.query<{ email: string; sessions: number }>(
    `select email, (select count(*)::int from auth.sessions where user_id = users.id) as sessions
     from auth.users as users`,
  )
  return rows
}

test('an address that nobody has gets a customer’s first email, with a captcha on, and nobody stays', async () => {
  expect(await send()).toMatchObject({ isGood: true, text: expect.stringMatching(/on its way/) })
  expect(supabase.inbox.newestTo(email)).toMatchObject({ template: 'confirmation' })
  expect(await people()).toEqual([])
})

test('whoever is there already gets an email, too, and stays with their session', async () => {
  supabase.control({ captcha: null })
  await supabase.signIn(email)
  await supabase.database.exec(`update auth.users set recovery_sent_at = now() - interval '1 hour'`)
  supabase.control({ captcha: 'solved' })
  expect(await send(yes)).toMatchObject({ isGood: true })
  expect(supabase.inbox.newestTo(email)).toMatchObject({ template: 'magic_link' })
  expect(await people()).toEqual([{ email, sessions: 1 }])
})

test.each<[string, Parameters<SupabaseStandIn['control']>[0], RegExp]>([
  [
    'the email server refuses it',
    { smtpRefuses: true },
    /host, port, user name and password right/,
  ],
  [
    'the email server hangs',
    { faults: [{ path: '/auth/v1/otp', status: 504 }] },
    /does not answer Supabase.*587 or 465/,
  ],
  ['the hour’s emails are used up', { emailsPerHour: 0 }, /Rate Limits/],
  [
    'there is only the built-in mailer',
    { authorizedAddresses: ['boss@shop.example'] },
    /members of your organization/,
  ],
  ['nobody may sign up', { signupDisabled: true }, /lets nobody new in/],
  ['email is switched off', { providers: [] }, /email switched off/],
  [
    'the key is refused',
    { faults: [{ path: '/auth/v1/admin', status: 401 }] },
    /Supabase answered 401 at "POST \/auth\/v1\/admin\/users"/,
  ],
])('if %s, that is said, and nobody stays', async (_what, changes, words) => {
  supabase.control(changes)
  const { isGood, text } = await send(yes)
  expect([isGood, text]).toEqual([false, expect.stringMatching(words)])
  expect(supabase.inbox.emails).toEqual([])
  expect(await people()).toEqual([])
})

test('what has not arrived is no success, and where to look is said', async () => {
  const { isGood, text } = await send(no)
  expect([isGood, text]).toEqual([false, expect.stringMatching(/spam folder.*SPF, DKIM/)])
  expect(await people()).toEqual([])
})

test('nobody stays if it is stopped at the question', async () => {
  const stopped = answering(() => Promise.reject(new StoppedError()))
  await expect(send(stopped)).rejects.toBeInstanceOf(StoppedError)
  expect(await people()).toEqual([])
})

test('whoever can’t be deleted is told of', async () => {
  supabase.control({ faults: [{ method: 'DELETE', path: '/auth/v1/admin', status: 500 }] })
  expect((await send()).text).toMatch(/is still there .* delete them under Supabase/)
})

test('it may be left out, and takes only an address', async () => {
  expect(await askForTestAddress(no)).toBeNull()
  expect(await askForTestAddress(yes)).toBe(email)
  expect(['you', 'you@shop', 'ü@shop.example', email].map((words) => judgeAddress(words))).toEqual([
    expect.any(String),
    expect.any(String),
    expect.any(String),
    undefined,
  ])
})
