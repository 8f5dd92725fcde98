import { createClient } from '@supabase/supabase-js'
import { afterEach, expect, test, vi } from 'vitest'
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
  const [request, ...others] = asked
  expect(others).toEqual([])
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
