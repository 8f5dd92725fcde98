import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { openBrowser } from '#tests/supabase-clients.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import type { Answer } from './client.ts'
import { ask } from './client.ts'
import { captchaToken } from './supabase/auth-links.ts'
import type { ManagementStandIn } from './supabase/index.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
let management: ManagementStandIn
beforeEach(async () => {
  ;({ supabase, management } = await bareProject())
})
afterAll(closeBareProject)

const path = () => `/v1/projects/${management.ref}/config/auth`
const read = async (): Promise<Answer> => await ask(management, `GET ${path()}`)
const change = async (changes: object): Promise<Answer> =>
  await ask(management, `PATCH ${path()}`, changes)
const publicSettings = async () => {
  const headers = { apikey: supabase.publishableKey }
  return await (await fetch(`${supabase.url}/auth/v1/settings`, { headers })).json()
}

const smtp = {
  smtp_host: 'smtp.example.com',
  smtp_port: '587',
  smtp_user: 'user',
  smtp_pass: 'a password of the mail server',
  smtp_admin_email: 'billing@example.com',
  smtp_sender_name: 'The shop',
}

describe('a change', () => {
  test('is answered with all settings, and alters no others', async () => {
    const before = (await read()).body
    const changes = { mailer_otp_length: 10, mailer_otp_exp: 900, jwt_exp: 1800 }
    const after = await change(changes)
    expect([after.status, after.body]).toEqual([200, Object.assign({}, before, changes)])
    expect((await read()).body).toEqual(after.body)
  })

  test('takes effect in Auth: code, page and text of the email, and how long it lives', async () => {
    await change({
      mailer_otp_length: 10,
      mailer_otp_exp: 60,
      site_url: 'https://billing.example.com/',
      mailer_subjects_confirmation: 'Your link',
      mailer_templates_confirmation_content: '<a href="{{ .SiteURL }}#{{ .TokenHash }}">Go</a>',
    })
    const { auth } = openBrowser(supabase)
    await auth.signInWithOtp({ email: ada })
    const email = supabase.inbox.newestTo(ada)!
    expect(email).toMatchObject({ subject: 'Your link', code: expect.stringMatching(/^\d{10}$/) })
    expect(email.html).toBe(`<a href="https://billing.example.com/#${email.tokenHash}">Go</a>`)
    supabase.control({ clockAheadSeconds: 61 })
    const late = await auth.verifyOtp({ type: 'email', token_hash: email.tokenHash })
    expect(late.error?.code).toBe('otp_expired')
  })

  test('is visible to everyone in the public settings', async () => {
    expect(await publicSettings()).toMatchObject({ mailer_autoconfirm: false })
    await change({
      mailer_autoconfirm: true,
      disable_signup: true,
      external_phone_enabled: true,
      external_google_enabled: true,
    })
    expect(await publicSettings()).toMatchObject({
      mailer_autoconfirm: true,
      disable_signup: true,
      external: { phone: true, google: true, email: true },
    })
    await change({ external_google_enabled: false })
    expect(await publicSettings()).toMatchObject({ external: { phone: true, google: false } })
  })

  test('says where a link may lead', async () => {
    await change({ uri_allow_list: 'https://a.example.com/, https://b.example.com/x' })
    const allowed = ['https://a.example.com/', 'https://b.example.com/x']
    expect(supabase.controls.redirectUrls).toEqual(allowed)
  })

  test('switches the captcha on: no email without its token', async () => {
    await change({
      security_captcha_enabled: true,
      security_captcha_provider: 'turnstile',
      security_captcha_secret: 'the secret of the captcha',
    })
    const { auth } = openBrowser(supabase)
    expect((await auth.signInWithOtp({ email: ada })).error?.code).toBe('captcha_failed')
    const options = { captchaToken }
    expect((await auth.signInWithOtp({ email: ada, options })).error).toBeNull()
  })

  test("to null brings back Supabase's own value", async () => {
    await change({ mailer_otp_length: 10 })
    await change({ mailer_otp_length: null })
    expect((await read()).body['mailer_otp_length']).toBe(6)
  })

  test('made by a click of the owner is there, unchecked', async () => {
    management.setAuthConfig({ mailer_otp_length: 4, hook_send_email_enabled: true })
    const clicked = { mailer_otp_length: 4, hook_send_email_enabled: true }
    expect((await read()).body).toMatchObject(clicked)
  })

  test("in Auth's own controls is shown here", async () => {
    supabase.control({ autoconfirm: true, providers: ['email', 'github'] })
    const told = { mailer_autoconfirm: true, external_github_enabled: true }
    expect((await read()).body).toMatchObject(told)
  })
})

describe('what is refused', () => {
  test.each([
    ['mailer_otp_length', 5],
    ['mailer_otp_length', 11],
    ['mailer_otp_length', '10'],
    ['mailer_otp_exp', null],
    ['jwt_exp', 604_801],
    ['mailer_autoconfirm', 'false'],
    ['site_url', 'https://a.example.com,https://b.example.com'],
    ['smtp_port', 587],
    ['smtp_max_frequency', '60'],
    ['rate_limit_verify', 0],
    ['security_captcha_provider', 'recaptcha'],
  ])('%s: %j, and the whole request with it', async (name, value) => {
    const before = (await read()).body
    const answer = await change({ [name]: value, disable_signup: true })
    expect(answer.status).toBe(400)
    expect(answer.body['message']).toMatch(new RegExp(`^${name}: `))
    expect((await read()).body).toEqual(before)
  })

  test('does not include unknown fields: they are accepted silently, and forgotten', async () => {
    const answer = await change({ mailer_otp_lenght: 10, jwt_exp: 1800 })
    expect(answer.status).toBe(200)
    expect(answer.body).not.toHaveProperty('mailer_otp_lenght')
    expect(answer.body['jwt_exp']).toBe(1800)
  })

  test('a rate of emails without a mail server, with a 401 that is not about the token', async () => {
    const answer = await change({ rate_limit_email_sent: 30 })
    expect(answer.status).toBe(401)
    expect(answer.body['message']).toMatch(/^Custom SMTP required .* SMTP_HOST, SMTP_PORT/)
    expect((await change({ ...smtp, rate_limit_email_sent: 30 })).status).toBe(200)
  })
})

describe('templates on the free plan', () => {
  const template = { mailer_subjects_magic_link: 'Ours' }
  const subject = async () => (await read()).body['mailer_subjects_magic_link']
  beforeEach(() => management.control({ plan: 'free' }))

  test("can't be changed with Supabase's mailer, and nor can what is sent along", async () => {
    const answer = await change({ ...template, jwt_exp: 1800 })
    expect(answer.status).toBe(400)
    expect(answer.body['message']).toMatch(/^Email template modification is not available for free/)
    expect((await read()).body).toMatchObject({ jwt_exp: 3600 })
    expect(await subject()).not.toBe('Ours')
  })

  test('may be sent as they are', async () => {
    const same = { mailer_subjects_magic_link: await subject(), jwt_exp: 1800 }
    expect((await change(same)).status).toBe(200)
  })

  test('can be changed on a paid plan', async () => {
    management.control({ plan: 'pro' })
    await change(template)
    expect(await subject()).toBe('Ours')
  })

  test('can be changed with a mail server of one’s own, and no longer without it', async () => {
    await change({ ...template, ...smtp })
    expect(await subject()).toBe('Ours')
    const off = Object.fromEntries(Object.keys(smtp).map((name) => [name, null]))
    expect((await change(off)).status).toBe(200)
    expect((await change({ mailer_subjects_magic_link: 'Other' })).status).toBe(400)
  })
})

test('secrets never come back, and equal ones look equal', async () => {
  const secrets = { ...smtp, external_google_secret: 'a secret of Google' }
  const first = (await change(secrets)).body
  expect(JSON.stringify(first)).not.toMatch(/a password of the mail server|a secret of Google/)
  expect(first['smtp_pass']).toMatch(/^[0-9a-f]{64}$/)
  expect((await change(secrets)).body['smtp_pass']).toEqual(first['smtp_pass'])
  expect(management.authConfig()['smtp_pass']).toBe('a password of the mail server')
})
