import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { captchaToken, type ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask, type Answer } from './client.ts'
import { askForLink, callAuth } from '../supabase/client.ts'

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
const settings = async () => (await callAuth(supabase, 'GET /settings')).body

const smtp = {
  smtp_host: 'smtp.example.com',
  smtp_port: '587',
  smtp_user: 'user',
  smtp_pass: 'a password of the mail server',
  smtp_admin_email: 'billing@example.com',
  smtp_sender_name: 'The shop',
}

describe('what is changed', () => {
  test('is answered whole, and nothing else changes', async () => {
    const before = (await read()).body
    const changes = { mailer_otp_length: 10, mailer_otp_exp: 900, jwt_exp: 1800 }
    const after = await change(changes)
    expect(after.status).toBe(200)
    expect(after.body).toEqual(Object.assign({}, before, changes))
    expect((await read()).body).toEqual(after.body)
  })

  test('is what Auth acts by: length and life of the code, page and text of the mail', async () => {
    await change({
      mailer_otp_length: 10,
      mailer_otp_exp: 60,
      site_url: 'https://billing.example.com/',
      mailer_subjects_confirmation: 'Your link',
      mailer_templates_confirmation_content: '<a href="{{ .SiteURL }}#{{ .TokenHash }}">Go</a>',
    })
    await askForLink(supabase, 'ada@example.com')
    const mail = supabase.inbox.newestTo('ada@example.com')!
    expect(mail).toMatchObject({ subject: 'Your link', code: expect.stringMatching(/^\d{10}$/) })
    expect(mail.html).toBe(`<a href="https://billing.example.com/#${mail.tokenHash}">Go</a>`)
    supabase.control({ clockAheadSeconds: 61 })
    const late = await callAuth(supabase, 'POST /verify', {
      body: { type: 'email', token_hash: mail.tokenHash },
    })
    expect(late.body).toMatchObject({ code: 'otp_expired' })
  })

  test('is what Auth tells everybody', async () => {
    expect(await settings()).toMatchObject({ mailer_autoconfirm: false, disable_signup: false })
    await change({
      mailer_autoconfirm: true,
      disable_signup: true,
      external_phone_enabled: true,
      external_google_enabled: true,
      external_anonymous_users_enabled: true,
    })
    expect(await settings()).toMatchObject({
      mailer_autoconfirm: true,
      disable_signup: true,
      external: { phone: true, google: true, anonymous_users: true, email: true },
    })
    await change({ external_google_enabled: false })
    expect(await settings()).toMatchObject({ external: { phone: true, google: false } })
  })

  test('in Auth’s own controls is told here', async () => {
    supabase.control({ autoconfirm: true, providers: ['email', 'github'], redirectUrls: ['a://b'] })
    expect((await read()).body).toMatchObject({
      mailer_autoconfirm: true,
      external_github_enabled: true,
      uri_allow_list: 'a://b',
    })
  })

  test('is where a mailed link may lead', async () => {
    await change({ uri_allow_list: 'https://a.example.com/, https://b.example.com/x' })
    expect(supabase.controls.redirectUrls).toEqual([
      'https://a.example.com/',
      'https://b.example.com/x',
    ])
  })

  test('is the captcha: without its token no mail', async () => {
    await change({
      security_captcha_enabled: true,
      security_captcha_provider: 'turnstile',
      security_captcha_secret: 'the secret of the captcha',
    })
    expect((await askForLink(supabase, 'ada@example.com')).status).toBe(400)
    const body = {
      email: 'ada@example.com',
      gotrue_meta_security: { captcha_token: captchaToken },
    }
    expect((await callAuth(supabase, 'POST /otp', { body })).status).toBe(200)
  })

  test('may take Auth a while to notice', async () => {
    management.control({ holdAuth: true })
    expect((await change({ mailer_autoconfirm: true })).body['mailer_autoconfirm']).toBe(true)
    expect((await read()).body['mailer_autoconfirm']).toBe(true)
    expect(await settings()).toMatchObject({ mailer_autoconfirm: false })
    management.releaseAuth()
    expect(await settings()).toMatchObject({ mailer_autoconfirm: true })
  })

  test('with null is Supabase’s own value', async () => {
    await change({ mailer_otp_length: 10 })
    await change({ mailer_otp_length: null })
    expect((await read()).body['mailer_otp_length']).toBe(6)
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
  ])('%s: %j', async (name, value) => {
    const before = (await read()).body
    const answer = await change({ [name]: value, disable_signup: true })
    expect(answer.status).toBe(400)
    expect(answer.body['message']).toMatch(new RegExp(`^${name}: `))
    expect((await read()).body).toEqual(before)
  })

  test('a field that there is not is taken without a word, and forgotten', async () => {
    const answer = await change({ mailer_otp_lenght: 10, jwt_exp: 1800 })
    expect(answer.status).toBe(200)
    expect(answer.body).not.toHaveProperty('mailer_otp_lenght')
    expect(answer.body['jwt_exp']).toBe(1800)
  })

  test('a rate of mails without the mail server, with a 401 that is not about the token', async () => {
    const answer = await change({ rate_limit_email_sent: 30 })
    expect(answer.status).toBe(401)
    expect(answer.body['message']).toMatch(/^Custom SMTP required .* SMTP_HOST, SMTP_PORT/)
    expect((await change({ ...smtp, rate_limit_email_sent: 30 })).status).toBe(200)
  })
})

describe('templates on the free plan', () => {
  const template = { mailer_subjects_magic_link: 'Ours' }
  const free = { plan: 'free' } as const

  test('can’t be changed with the built-in mailer, and take the request along', async () => {
    management.control(free)
    const answer = await change({ ...template, jwt_exp: 1800 })
    expect(answer.status).toBe(400)
    expect(answer.body['message']).toMatch(/^Email template modification is not available for free/)
    expect((await read()).body).toMatchObject({ jwt_exp: 3600 })
    expect((await read()).body['mailer_subjects_magic_link']).not.toBe('Ours')
  })

  test('may be refused alone', async () => {
    management.control({ ...free, templateRefusal: 'partial' })
    expect((await change({ ...template, jwt_exp: 1800 })).status).toBe(400)
    expect((await read()).body['jwt_exp']).toBe(1800)
    expect((await read()).body['mailer_subjects_magic_link']).not.toBe('Ours')
  })

  test('that stay as they are do no harm', async () => {
    management.control(free)
    const subject = (await read()).body['mailer_subjects_magic_link']
    expect((await change({ mailer_subjects_magic_link: subject, jwt_exp: 1800 })).status).toBe(200)
  })

  test.each<[string, object, object]>([
    ['a paid plan', { plan: 'pro' }, {}],
    ['a mail server of one’s own, in the same request', free, smtp],
    ['an older project', { ...free, projectCreatedAt: '2026-05-31T23:59:59Z' }, {}],
  ])('can be changed with %s', async (_, controls, more) => {
    management.control(controls)
    expect((await change({ ...template, ...more })).status).toBe(200)
    expect((await read()).body['mailer_subjects_magic_link']).toBe('Ours')
  })

  test('are locked again when the mail server goes', async () => {
    management.control(free)
    await change(smtp)
    const off = Object.fromEntries(Object.keys(smtp).map((name) => [name, null]))
    expect((await change(off)).status).toBe(200)
    expect((await change(template)).status).toBe(400)
  })
})

describe('secrets', () => {
  test('never come back, and equal ones look equal', async () => {
    const secrets = { ...smtp, external_google_secret: 'a secret of Google' }
    const first = (await change(secrets)).body
    expect(JSON.stringify(first)).not.toContain('a password of the mail server')
    expect(JSON.stringify(first)).not.toContain('a secret of Google')
    expect(first['smtp_pass']).toMatch(/^[0-9a-f]{64}$/)
    expect((await change(secrets)).body['smtp_pass']).toEqual(first['smtp_pass'])
    expect(management.authConfig()['smtp_pass']).toBe('a password of the mail server')
  })
})

test('what the owner clicks is there, unchecked', async () => {
  management.setAuthConfig({ mailer_otp_length: 4, hook_send_email_enabled: true })
  expect((await read()).body).toMatchObject({ mailer_otp_length: 4, hook_send_email_enabled: true })
  management.reset()
  expect((await read()).body['hook_send_email_enabled']).toBe(false)
})
