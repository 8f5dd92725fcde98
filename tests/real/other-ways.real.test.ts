import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { assertProofOfAddress } from '#server/rules/proof-of-address.ts'
import type { Answer } from './client.ts'
import {
  auth,
  bearer,
  byLink,
  change,
  claimsOf,
  codeOf,
  emailOf,
  letPass,
  methodsOf,
  mint,
  newest,
  opens,
  plant,
  send,
  side,
  signIn,
  somebody,
  verify,
} from './client.ts'

/*
 * Ways to a session that the page doesn't use, and an owner may: invitations, links made by the owner, a second factor,
 * sessions without an address. The real program makes them, and the table and the door's rule judge what they are worth.
 */

const isReal = side.auth !== null && side.name !== 'local/supabase'
const unspoken = ['/invite', '/factors']

let ada: string
beforeEach(async () => {
  ada = somebody()
  await plant(ada)
})

async function worth(answer: Answer) {
  const times = { nowSeconds: Date.now() / 1000, maxAgeSeconds: 1800 }
  let door = 'links'
  try {
    assertProofOfAddress(claimsOf(answer), times)
  } catch (error) {
    door = (error as { code: string }).code
  }
  return [answer.status, methodsOf(answer), await opens(answer.body['access_token']), door]
}

const asOwner = async (order: string, body: object) =>
  auth(order, { body, key: 'secret', headers: bearer(await mint({ role: 'service_role' })) })
const makeLink = (type: string, more: object = {}) =>
  asOwner('POST /admin/generate_link', { type, email: ada, ...more })
const redeem = ({ body }: Answer) => verify({ type: 'email', token_hash: body['hashed_token'] })

describe.skipIf(side.auth === null || isReal)('the local Supabase', () => {
  test.each(unspoken)('does not speak %s, and says so', async (path) => {
    expect((await auth(`POST ${path}`, { body: {}, key: 'secret' })).status).toBe(501)
  })
})

describe.skipIf(side.auth === null)('a link that the owner makes', () => {
  const password = 'a password of more than 32 letters'
  test.each([
    ['signup', 'new', { password }],
    ['invite', 'new', {}],
    ['magiclink', 'new', {}],
    ['magiclink', 'known', {}],
    ['recovery', 'known', {}],
  ])('as %s, for somebody %s, proves the address', async (type, who, more) => {
    if (who === 'known') await signIn(ada)
    const link = await makeLink(type, more)
    expect([link.status, link.body['verification_type']]).toEqual([200, expect.any(String)])
    expect(await worth(await redeem(link))).toEqual([200, ['otp'], 1, 'links'])
    expect(codeOf(await redeem(link))).toBe('otp_expired')
  })

  test('for somebody who is confirmed, or unknown, is refused', async () => {
    expect(codeOf(await makeLink('recovery'))).toBe('user_not_found')
    await signIn(ada)
    for (const type of ['signup', 'invite'])
      expect(codeOf(await makeLink(type, { password }))).toBe('email_exists')
  })

  test('is made for nobody else', async () => {
    const body = { type: 'magiclink', email: ada }
    const visitor = (await signIn(ada))['access_token']
    const [bare, theirs] = [
      await auth('POST /admin/generate_link', { body }),
      await auth('POST /admin/generate_link', { body, headers: bearer(visitor) }),
    ]
    expect([bare.status, theirs.status, codeOf(theirs)]).toEqual([401, 403, 'not_admin'])
  })
})

describe.skipIf(side.auth === null)('somebody whom the owner', () => {
  test.each([true, false])(
    'makes (address confirmed: %s) has proven nothing until they read an email',
    async (email_confirm) => {
      const made = await asOwner('POST /admin/users', { email: ada, email_confirm })
      expect(made.status).toBe(200)
      expect(codeOf(await asOwner('POST /admin/users', { email: ada }))).toBe('email_exists')
      expect(await worth(await byLink(await emailOf(ada)))).toEqual([200, ['otp'], 1, 'links'])
    },
  )

  test('lists by a part of the address, and deletes, is gone with their sessions', async () => {
    const session = await signIn(ada)
    const key = bearer(await mint({ role: 'service_role' }))
    const list = async () => {
      const path = `GET /admin/users?page=1&per_page=50&filter=${ada.split('@')[0]}`
      const { body } = await auth(path, { key: 'secret', headers: key })
      return (body['users'] as { id: string; email: string }[]).map(({ email }) => email)
    }
    expect(await list()).toEqual([ada])
    const { id } = session['user'] as { id: string }
    const remove = () => auth(`DELETE /admin/users/${id}`, { key: 'secret', headers: key })
    expect((await remove()).status).toBe(200)
    expect(codeOf(await remove())).toBe('user_not_found')
    expect(await list()).toEqual([])
    const gone = await auth('GET /user', { headers: bearer(session['access_token']) })
    expect([gone.status, codeOf(gone)]).toEqual([403, 'user_not_found'])
  })

  test('asks for is sent an email without a captcha', async () => {
    await change({ captcha: true })
    expect(codeOf(await send(ada))).toBe('captcha_failed')
    expect((await asOwner('POST /otp', { email: ada })).status).toBe(200)
  })

  test.each([
    ['nobody reaches', () => ({ undeliverable: [ada] }), 500, 'unexpected_failure'],
    [
      'the built-in mailer does not send to',
      () => ({ authorizedAddresses: ['owner@example.com'] }),
      400,
      'email_address_not_authorized',
    ],
    ['is new while nobody may sign up', () => ({ signupDisabled: true }), 422, 'signup_disabled'],
  ])('makes under an address that %s stays unsent', async (_what, changes, status, code) => {
    expect((await asOwner('POST /admin/users', { email: ada })).status).toBe(200)
    await change(changes())
    const answer = await asOwner('POST /otp', { email: ada, create_user: false })
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })
})

describe.skipIf(!isReal)('somebody else whom the owner', () => {
  test('invites gets in by that email, and a minute later by one of their own', async () => {
    expect((await asOwner('POST /invite', { email: ada })).status).toBe(200)
    expect((await send(ada)).status).toBe(429)
    await letPass(61, ada)
    expect(await worth(await byLink(await emailOf(ada)))).toEqual([200, ['otp'], 1, 'links'])
  })

  test('moves to another address has lost the proof of the old one and not yet proven the new', async () => {
    const session = await signIn(ada)
    const { id } = session['user'] as { id: string }
    const other = somebody()
    await plant(other)
    const moved = await asOwner(`PUT /admin/users/${id}`, { email: other, email_confirm: true })
    expect(moved.status).toBe(200)
    expect(await opens(session['access_token'])).toBe(0)
    const body = { refresh_token: session['refresh_token'] }
    const renewed = await auth('POST /token?grant_type=refresh_token', { body })
    expect(await opens(renewed.body['access_token'])).toBe(0)
  })
})

describe.skipIf(!isReal)('a second factor', () => {
  /** RFC 6238. */
  const totp = (secret: string) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    const bits = Array.from(secret, (letter) =>
      letters.indexOf(letter).toString(2).padStart(5, '0'),
    )
    const bytes = bits
      .join('')
      .match(/.{8}/g)!
      .map((byte) => parseInt(byte, 2))
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
    const digest = createHmac('sha1', Buffer.from(bytes)).update(counter).digest()
    const code = (digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff) % 1_000_000
    return String(code).padStart(6, '0')
  }

  test('beside the email keeps the proof, and a later email alone is proof as well', async () => {
    // Auth takes the code only from the network that was challenged.
    const network = { 'x-forwarded-for': '2001:db8::1' }
    const headers = { ...bearer((await signIn(ada))['access_token']), ...network }
    const factor = await auth('POST /factors', { body: { factor_type: 'totp' }, headers })
    const { id, totp: made } = factor.body as { id: string; totp: { secret: string } }
    const challenge = await auth(`POST /factors/${id}/challenge`, { body: {}, headers })
    const body = { challenge_id: challenge.body['id'], code: totp(made.secret) }
    const second = await auth(`POST /factors/${id}/verify`, { body, headers })
    expect([factor.status, challenge.status, second.status, codeOf(second)]).toEqual([
      200,
      200,
      200,
      undefined,
    ])
    expect(claimsOf(second)['aal']).toBe('aal2')
    const [status, methods, ...rest] = await worth(second)
    expect([status, (methods as string[]).toSorted(), ...rest]).toEqual([
      200,
      ['otp', 'totp'],
      1,
      'links',
    ])
    await letPass(61, ada)
    const later = await byLink(await emailOf(ada))
    expect(claimsOf(later)['aal']).toBe('aal1')
    expect(await worth(later)).toEqual([200, ['otp'], 1, 'links'])
  })
})

describe.skipIf(!isReal)('a session without an address', () => {
  test('opens nothing, also once an address was given to it and confirmed', async () => {
    await change({ anonymousSignIns: true })
    const first = await auth('POST /signup', { body: {} })
    expect([first.status, methodsOf(first)]).toEqual([200, ['anonymous']])
    expect(await opens(first.body['access_token'])).toBe(0)
    expect((await worth(first))[3]).toBe('email_unproven')
    const headers = bearer(first.body['access_token'])
    expect((await auth('PUT /user', { body: { email: ada }, headers })).status).toBe(200)
    const { hash, code } = await newest(ada)
    const given = await verify(
      hash === ''
        ? { type: 'email_change', email: ada, token: code }
        : { type: 'email_change', token_hash: hash },
    )
    if (given.status === 200) expect(await opens(given.body['access_token'])).toBe(0)
    const refresh_token = first.body['refresh_token']
    const renewed = await auth('POST /token?grant_type=refresh_token', { body: { refresh_token } })
    expect(await opens(renewed.body['access_token'])).toBe(0)
  })
})
