import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { readSettings } from '#local/supabase/config-file.ts'
import { renderTemplate } from '#local/supabase/emails/render-template.ts'
import {
  auth,
  bearer,
  byLink,
  change,
  codeOf,
  emailOf,
  emailsTo,
  letPass,
  methodsOf,
  newest,
  rows,
  run,
  send,
  side,
  signIn,
  siteUrl,
  somebody,
  verify,
} from './client.ts'

const { templates } = await readSettings()

let ada: string
beforeEach(() => {
  ada = somebody()
})

const count = async (to = ada) => (await emailsTo(to)).length
const user = async () => (await rows(`select * from auth.users where email = '${ada}'`))[0]
async function becomeKnown(): Promise<void> {
  await signIn(ada)
  await letPass(61, ada)
}
const answered = async (asked: Promise<{ status: number; body: Record<string, unknown> }>) => {
  const { status, body } = await asked
  return [status, codeOf({ body })]
}
const fine = [200, undefined]
const tooSoon = [429, 'over_email_send_rate_limit']

describe.skipIf(side.auth === null)('the email that signs in', () => {
  const kinds = { new: 'confirmation', known: 'magic_link', '/recover': 'recovery' } as const
  test.each([
    ['new', '/otp', '?lang=de'],
    ['known', '/otp', '?lang=ja'],
    ['known', '/recover', '?lang=ar'],
    ['new', '/magiclink', '?lang=fr'],
    ['known', '/magiclink', '?lang=es'],
    ['known', '/otp', ''],
    ['new', '/otp', '?lang=tlh'],
  ] as const)(
    'of somebody %s by %s with "%s" is the project’s, and has the page’s link and the code',
    async (who, path, query) => {
      if (who === 'known') await becomeKnown()
      const redirectTo = siteUrl + query
      const { status } = await send(ada, `${path}?redirect_to=${encodeURIComponent(redirectTo)}`)
      expect(status).toBe(200)
      const { html, hash, code, subject } = await newest(ada)
      expect(code).toMatch(/^\d{10}$/)
      expect(hash).toBe(
        createHash('sha224')
          .update(ada + code)
          .digest('hex'),
      )
      const lang = /lang=(de|ja|ar|fr|es)$/.exec(query)?.[1] ?? 'en'
      expect(html).toContain(`<html lang="${lang}"`)
      expect(html).toContain(`href="${siteUrl}?lang=${lang}#token_hash=${hash}`)
      const fields = { SiteURL: siteUrl, RedirectTo: redirectTo, Email: ada }
      const template = templates[path === '/recover' ? 'recovery' : kinds[who]]!
      const filled = (text: string) =>
        renderTemplate(text, { ...fields, TokenHash: hash, Token: code, ConfirmationURL: '' })
      expect({ subject, html: html.replaceAll('\r\n', '\n').trimEnd() }).toEqual({
        subject: filled(template.subject),
        html: filled(template.html).trimEnd(),
      })
    },
  )

  test('goes to the address in lower case', async () => {
    expect(await answered(send(ada.toUpperCase()))).toEqual(fine)
    expect(await count()).toBe(1)
  })

  test.each(['ada', 'jürgen@example.com', 'ada@bücher.de', 'jo\u{212A}@example.com', ' a@b.c'])(
    'does not go to %j',
    async (address) => {
      expect(await answered(send(address))).toEqual([400, 'validation_failed'])
    },
  )
})

describe.skipIf(side.auth === null)('another email', () => {
  test('waits a minute, and the answer says how long', async () => {
    await emailOf(ada)
    const { status, body } = await send(ada)
    expect([status, codeOf({ body })]).toEqual(tooSoon)
    expect(body['message']).toMatch(/only request this after (5\d|60) seconds\.$/)
    await letPass(61, ada)
    expect(await answered(send(ada))).toEqual(fine)
  })

  test.each([
    ['/otp', '/recover'],
    ['/recover', '/otp'],
    ['/magiclink', '/recover'],
  ])('shares the minute once the address is confirmed: %s, then %s', async (one, other) => {
    await becomeKnown()
    expect(await answered(send(ada, one))).toEqual(fine)
    expect(await answered(send(ada, other))).toEqual(tooSoon)
  })

  test('of the other kind has a minute of its own before that', async () => {
    expect(await answered(send(ada))).toEqual(fine)
    expect(await answered(send(ada, '/recover'))).toEqual(fine)
    for (const path of ['/otp', '/recover'])
      expect(await answered(send(ada, path))).toEqual(tooSoon)
    for (const path of ['/otp', '/recover']) {
      await letPass(61, ada)
      expect(await answered(send(ada, path))).toEqual(fine)
      expect((await byLink(await newest(ada))).status).toBe(200)
      await run(`update auth.users set email_confirmed_at = null where email = '${ada}'`)
    }
  })

  const resend = (type: string, to = ada) => auth('POST /resend', { body: { type, email: to } })
  test('of /resend goes to whoever has not confirmed, after the minute', async () => {
    expect(await answered(resend('signup'))).toEqual(fine)
    await emailOf(ada)
    expect(await answered(resend('signup'))).toEqual(tooSoon)
    await letPass(61, ada)
    expect(await answered(resend('signup'))).toEqual(fine)
    expect(await count()).toBe(2)
    expect((await byLink(await newest(ada), 'signup')).status).toBe(200)
    await letPass(61, ada)
    expect(await answered(resend('signup'))).toEqual(fine)
    expect(await count()).toBe(2)
  })

  test('of /resend is of a kind that it knows', async () => {
    expect(await answered(resend('magiclink'))).toEqual([400, 'validation_failed'])
    expect(await answered(auth('POST /resend', { body: { type: 'signup' } }))).toEqual([
      400,
      'validation_failed',
    ])
  })

  test.each(['/recover', '/resend'])(
    'of %s goes to nobody unknown, who isn’t told',
    async (path) => {
      expect(await answered(send(ada, path, { type: 'signup' }))).toEqual(fine)
      expect([await count(), await user()]).toEqual([0, undefined])
    },
  )

  test('that the gateway never asks for has neither link nor code, and opens nothing', async () => {
    const other = somebody()
    const { access_token } = await signIn(ada)
    const headers = bearer(access_token)
    expect(await answered(auth('GET /reauthenticate', { headers }))).toEqual(fine)
    expect(await answered(auth('PUT /user', { headers, body: { email: other } }))).toEqual(fine)
    const fields = { SiteURL: siteUrl, RedirectTo: siteUrl, Email: '', TokenHash: '', Token: '' }
    const bare = renderTemplate(templates.email_change!.html, { ...fields, ConfirmationURL: '' })
    for (const { html } of [...(await emailsTo(ada)).slice(1), await newest(other)])
      expect(html.replaceAll('\r\n', '\n').trimEnd()).toBe(bare.trimEnd())
    expect(await count()).toBe(3)
    const { reauthentication_token: token } = (await user())!
    for (const type of ['email', 'magiclink', 'reauthentication'])
      expect((await verify({ type, token_hash: token })).status).toBeGreaterThanOrEqual(400)
    expect(await answered(auth('GET /reauthenticate'))).toEqual([401, 'no_authorization'])
    await letPass(61, ada)
    expect(await answered(resend('email_change'))).toEqual(fine)
    expect([await count(), await count(other)]).toEqual([4, 2])
  })
})

describe.skipIf(side.auth === null)('the limits', () => {
  test.each(['/otp', '/verify', '/recover', '/resend', '/magiclink', '/signup', '/token'])(
    'of a network: the thirty-first POST %s in a row is refused',
    async (path) => {
      const headers = { 'x-forwarded-for': `192.0.2.${Math.floor(Math.random() * 256)}, 10.0.0.1` }
      const order = `POST ${path}${path === '/token' ? '?grant_type=refresh_token' : ''}`
      const body = path === '/signup' ? { email: 'nobody', password: 'x' } : {}
      const statuses = []
      for (let call = 0; call < 30; call += 1)
        statuses.push((await auth(order, { headers, body })).status)
      expect(statuses).not.toContain(429)
      const answer = await auth(order, { headers, body })
      expect([answer.status, codeOf(answer)]).toEqual([429, 'over_request_rate_limit'])
      expect(answer.headers.get('retry-after')).toBeNull()
      expect((await auth(order, { body })).status).not.toBe(429)
    },
  )

  test('of the project: what is above its quota is not sent, and no one waits for it', async () => {
    await change({ emailsPerHour: 2 })
    await emailOf(somebody())
    await emailOf(somebody())
    const answer = await send(ada)
    expect([answer.status, codeOf(answer)]).toEqual(tooSoon)
    expect(answer.body['message']).toBe('email rate limit exceeded')
    expect([await count(), await user()]).toEqual([0, undefined])
    await change({})
    expect(await answered(send(ada))).toEqual(fine)
  })
})

describe.skipIf(side.auth === null)('an email that can’t be sent', () => {
  test('is a 500, and of somebody new no row is kept', async () => {
    await change({ undeliverable: [ada] })
    const answer = await send(ada)
    expect([answer.status, codeOf(answer)]).toEqual([500, 'unexpected_failure'])
    expect(answer.body['message']).toBe('Error sending confirmation email')
    expect(await user()).toBeUndefined()
    await change({})
    expect(await answered(send(ada))).toEqual(fine)
  })

  test('takes nothing from somebody known: the former one works, another may be asked for', async () => {
    await becomeKnown()
    const former = await emailOf(ada)
    await letPass(61, ada)
    await change({ undeliverable: [ada] })
    const answer = await send(ada)
    expect([answer.status, answer.body['message']]).toEqual([500, 'Error sending magic link email'])
    expect((await send(ada, '/recover')).body['message']).toBe('Error sending recovery email')
    await change({})
    expect(await answered(send(ada))).toEqual(fine)
    expect((await byLink(former)).status).toBe(200)
  })

  test.each([
    ['two dots in a row', 'a..b'],
    ['a dot in front', '.a'],
    ['a dot at the end', 'a.'],
  ])('because its address has %s is a 500', async (_, local) => {
    ada = `${local}@${somebody().replace('@', '.')}`
    expect(await answered(send(ada))).toEqual([500, 'unexpected_failure'])
    expect(await user()).toBeUndefined()
  })
})

describe.skipIf(side.auth === null)('the email has gone before the row is written', () => {
  test('a trigger that refuses the row stops no email, and no minute counts', async () => {
    await becomeKnown()
    await run(`
      create or replace function public.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused'; end $$;
      create trigger refuse before update of recovery_token on auth.users for each row
        when (new.email = '${ada}') execute function public.refuse();
    `)
    try {
      const before = await count()
      for (const sent of [1, 2]) {
        expect((await send(ada)).status).toBe(500)
        expect(await count()).toBe(before + sent)
      }
    } finally {
      await run('drop trigger refuse on auth.users; drop function public.refuse()')
    }
  })
})

describe.skipIf(side.auth === null)('a project', () => {
  test('that lets nobody sign in by email sends nothing', async () => {
    await becomeKnown()
    const before = await count()
    await change({ emailSignIn: false })
    const credentials = { email: ada, password: 'a password of more than 32 letters' }
    for (const [path, body, status] of [
      ['/otp', { email: ada }, 422],
      ['/magiclink', { email: ada }, 422],
      ['/recover', { email: ada }, 400],
      ['/resend', { email: ada, type: 'signup' }, 400],
      ['/signup', credentials, 400],
      ['/token?grant_type=password', credentials, 422],
    ] as const)
      expect([path, ...(await answered(auth(`POST ${path}`, { body })))]).toEqual([
        path,
        status,
        'email_provider_disabled',
      ])
    expect(await count()).toBe(before)
  })

  test('that admits nobody new sends only to whom it knows', async () => {
    await becomeKnown()
    await change({ signupDisabled: true })
    expect(await answered(send(ada))).toEqual(fine)
    expect(await answered(send(somebody()))).toEqual([422, 'signup_disabled'])
  })

  test('makes nobody whom the request doesn’t want made', async () => {
    expect(await answered(send(ada, '/otp', { create_user: false }))).toEqual([422, 'otp_disabled'])
    expect(await user()).toBeUndefined()
  })

  test('without confirmations opens a session for whoever signs up, whoever they are', async () => {
    await change({ autoconfirm: true })
    expect(methodsOf(await byLink(await emailOf(ada), 'magiclink'))).toEqual(['otp'])
    const body = { email: somebody(), password: 'a password of more than 32 letters' }
    expect(methodsOf(await auth('POST /signup', { body }))).toEqual(['password'])
    const again = await auth('POST /signup', { body })
    expect([again.status, codeOf(again)]).toEqual([422, 'user_already_exists'])
  })
})
