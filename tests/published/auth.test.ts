import { createClient } from '@supabase/supabase-js'
import { afterEach, expect, test, vi } from 'vitest'
import { readAuthUsers } from '../../cli/services/auth/users.ts'
import { endSession, proveAddress, sendMail } from '../../web/requests/ask-auth.ts'

const settings = { supabaseUrl: 'https://ref.supabase.co', publishableKey: 'sb_publishable_1' }
const { auth } = createClient(settings.supabaseUrl, settings.publishableKey, {
  auth: { persistSession: false, autoRefreshToken: false },
  // Looked up at each call: a test puts its own in place.
  global: { fetch: (...sent) => fetch(...sent) },
})
const email = 'ada@example.com'
const { signal } = new AbortController()

afterEach(() => void vi.unstubAllGlobals())

async function sentBy(ask: () => Promise<unknown>) {
  const asked: Request[] = []
  vi.stubGlobal('fetch', (input: string, init: RequestInit) => {
    asked.push(new Request(input, init))
    return Promise.resolve(Response.json({ access_token: 'a.b.c', user: {} }))
  })
  await ask()
  // Their client reads a user before it deletes one.
  const others = asked.splice(0, asked.length - 1)
  const [request] = asked
  expect(others.filter(({ method }) => method !== 'GET')).toEqual([])
  if (request === undefined) throw new Error('nothing was sent')
  const text = await request.text()
  return {
    method: request.method,
    url: request.url,
    key: request.headers.get('apikey'),
    version: request.headers.get('x-supabase-api-version'),
    body: text === '' ? {} : (JSON.parse(text) as object),
  }
}

const sendTo = (captchaToken: string | null) => () =>
  sendMail(settings, {
    email,
    pageUrl: 'https://pay.example/',
    language: 'de',
    captchaToken,
    signal,
  })
const askTo = (captchaToken?: string) => () =>
  auth.signInWithOtp({
    email,
    options: {
      emailRedirectTo: 'https://pay.example/?lang=de',
      ...(captchaToken !== undefined && { captchaToken }),
    },
  })
const hash = 'a'.repeat(56)

test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
  ['an email', sendTo(null), askTo()],
  ['an email, with a captcha', sendTo('solved'), askTo('solved')],
  [
    'a link',
    () => proveAddress(settings, { proof: { tokenHash: hash }, signal }),
    () => auth.verifyOtp({ type: 'email', token_hash: hash }),
  ],
  [
    'a code',
    () => proveAddress(settings, { proof: { email, code: '1234567890' }, signal }),
    () => auth.verifyOtp({ type: 'email', email, token: '1234567890' }),
  ],
  ['the end', () => endSession(settings, 'a.b.c'), () => auth.admin.signOut('a.b.c', 'local')],
])('the page asks for %s as Supabase’s own client does', async (_what, ours, theirs) => {
  const { body, ...sent } = await sentBy(ours)
  const { body: theirBody, ...theirSent } = await sentBy(theirs)
  expect(sent).toEqual(theirSent)
  // What only theirs has is for other ways to sign in, and empty here.
  expect(theirBody).toMatchObject(body)
})

const owner = createClient(settings.supabaseUrl, 'sb_secret_1', {
  auth: { persistSession: false, autoRefreshToken: false },
  global: { fetch: (...sent) => fetch(...sent) },
}).auth
const users = readAuthUsers({
  url: settings.supabaseUrl,
  publishableKey: settings.publishableKey,
  secretKey: 'sb_secret_1',
})
const user = '11111111-1111-4111-8111-111111111111'

test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
  [
    'users',
    () => users.listByPart('@x'),
    // The filter is Auth's own, and no client's.
    () => owner.admin.listUsers({ page: 1, perPage: 50 }),
  ],
  ['a new user', () => users.add(email), () => owner.admin.createUser({ email })],
  [
    'a link',
    () => users.makeLink(email),
    () => owner.admin.generateLink({ type: 'magiclink', email }),
  ],
  [
    'its redemption',
    () => users.prove(hash),
    () => auth.verifyOtp({ type: 'email', token_hash: hash }),
  ],
  [
    'an email to somebody who is there',
    () => users.sendLink({ email, page: 'https://pay.example/' }),
    () =>
      owner.signInWithOtp({
        email,
        options: { emailRedirectTo: 'https://pay.example/', shouldCreateUser: false },
      }),
  ],
  ['a deletion', () => users.remove(user), () => owner.admin.deleteUser(user)],
])('the doctor asks for %s as Supabase’s own client does', async (_what, ours, theirs) => {
  const { body, url, ...sent } = await sentBy(ours)
  const { body: theirBody, url: theirUrl, ...theirSent } = await sentBy(theirs)
  expect({ ...sent, url: url.replace('&filter=%40x', '') }).toEqual({ ...theirSent, url: theirUrl })
  expect(theirBody).toMatchObject(body)
})
