import * as jose from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '#local/supabase/database.ts'
import {
  auth,
  bearer,
  byLink,
  change,
  claimsOf,
  codeOf,
  emailOf,
  emailsTo,
  letPass,
  mint,
  opens,
  plant,
  rows,
  run,
  send,
  side,
  signIn,
  somebody,
  verify,
} from './client.ts'

let ada: string
beforeEach(async () => {
  ada = somebody()
  await plant(ada)
})

describe.skipIf(side.auth === null)('what everybody may know', () => {
  const providers =
    'anonymous_users apple azure bitbucket discord email facebook figma fly github gitlab google kakao keycloak linkedin linkedin_oidc notion phone slack slack_oidc snapchat spotify twitch twitter workos zoom'

  test('/settings: these words and no others; only email signs in, and is confirmed', async () => {
    const { body } = await auth('GET /settings')
    expect(body).toEqual({
      external: Object.fromEntries(
        providers.split(' ').map((provider) => [provider, provider === 'email']),
      ),
      disable_signup: false,
      mailer_autoconfirm: false,
      phone_autoconfirm: false,
      sms_provider: expect.any(String),
      saml_enabled: false,
      saml_private_key_next_configured: expect.any(Boolean),
      passkeys_enabled: false,
    })
  })

  test('/settings tells of what makes a project unsafe', async () => {
    await change({ autoconfirm: true, signupDisabled: true, emailSignIn: false })
    expect((await auth('GET /settings')).body).toMatchObject({
      mailer_autoconfirm: true,
      disable_signup: true,
      external: { email: false },
    })
  })

  test('the keys: public, for ten minutes, and they verify', async () => {
    const { headers, body } = await auth('GET /.well-known/jwks.json')
    expect(headers.get('cache-control')).toBe('public, max-age=600')
    const set = body as unknown as jose.JSONWebKeySet
    expect(set.keys.map((key) => Object.keys(key).toSorted().join(' '))).toEqual([
      'alg crv key_ops kid kty use x y',
    ])
    const { access_token: token } = await signIn(ada)
    const [key] = set.keys
    expect(jose.decodeProtectedHeader(String(token))).toEqual({
      alg: 'ES256',
      kid: key!.kid,
      typ: 'JWT',
    })
    await jose.jwtVerify(String(token), jose.createLocalJWKSet(set), { algorithms: ['ES256'] })
  })

  test('/health has a name', async () => {
    expect((await auth('GET /health')).body).toMatchObject({ name: 'GoTrue' })
  })
})

describe.skipIf(side.auth === null)('a hook', () => {
  const hook = (name: string, body: string) =>
    run(`create or replace function public.${name}(event jsonb) returns jsonb
      language plpgsql as $$ begin ${body} end $$`)
  afterEach(() =>
    run(`drop function if exists public.custom_access_token, public.before_user_created,
      public.send_email`),
  )

  test('that makes the claims makes the first audience after a start a list, which counts', async () => {
    await hook('custom_access_token', `return jsonb_set(event, '{claims,extra}', '1');`)
    await change({ hooks: ['custom_access_token'] })
    const first = await signIn(ada)
    expect(claimsOf({ body: first })).toMatchObject({
      aud: ['authenticated'],
      extra: 1,
      email: ada,
    })
    await letPass(61, ada)
    const second = await signIn(ada)
    expect(claimsOf({ body: second })).toMatchObject({ aud: 'authenticated', extra: 1 })
    for (const { access_token } of [first, second]) expect(await opens(access_token)).toBe(1)
    const user = await auth('GET /user', { headers: bearer(first['access_token']) })
    expect(user.status).toBe(200)
  })

  test('that leaves out how somebody signed in makes a token that opens nothing', async () => {
    await hook('custom_access_token', `return event #- '{claims,amr}';`)
    await change({ hooks: ['custom_access_token'] })
    const session = await signIn(ada)
    expect(claimsOf({ body: session })).not.toHaveProperty('amr')
    expect(await opens(session['access_token'])).toBe(0)
  })

  test('that refuses somebody new refuses the link that would make them, not whom the owner makes', async () => {
    await hook('before_user_created', `return '{"error":{"http_code":403,"message":"not here"}}';`)
    await change({ hooks: ['before_user_created'] })
    const asOwner = async (order: string, body: object) =>
      auth(order, { body, key: 'secret', headers: bearer(await mint({ role: 'service_role' })) })
    const link = { type: 'magiclink', email: ada }
    const refused = await asOwner('POST /admin/generate_link', link)
    expect([refused.status, codeOf(refused)]).toEqual([403, 'unknown'])
    expect((await asOwner('POST /admin/users', { email: ada })).status).toBe(200)
    expect((await asOwner('POST /admin/generate_link', link)).status).toBe(200)
  })

  test('that leaves out what a token needs lets nobody in', async () => {
    await hook('custom_access_token', `return event #- '{claims,session_id}';`)
    await change({ hooks: ['custom_access_token'] })
    expect((await byLink(await emailOf(ada))).status).toBe(500)
  })

  test('that sends the emails gets what is in them, and no other is sent', async () => {
    await run(`create table public.hook_events (event jsonb);
      grant all on public.hook_events to supabase_auth_admin`)
    try {
      await hook('send_email', `insert into public.hook_events values (event); return '{}';`)
      await change({ hooks: ['send_email'] })
      expect((await send(ada)).status).toBe(200)
      expect(await emailsTo(ada)).toEqual([])
      const [{ user, data } = {}] = await rows(
        `select event -> 'user' as user, event -> 'email_data' as data from public.hook_events`,
      )
      const { token, token_hash, email_action_type } = data as Record<string, string>
      expect([user, email_action_type]).toMatchObject([{ email: ada }, 'signup'])
      expect(token).toMatch(/^\d{10}$/)
      const answer = await verify({ type: 'email', token_hash })
      expect(await opens(answer.body['access_token'])).toBe(1)
    } finally {
      await run('drop table public.hook_events')
    }
  })

  test('that refuses somebody new sends nothing, and doesn’t see whom it knows', async () => {
    await signIn(ada)
    await letPass(61, ada)
    await hook(
      'before_user_created',
      `return '{ "error": { "http_code": 403, "message": "not here" } }';`,
    )
    await change({ hooks: ['before_user_created'] })
    const bob = somebody()
    const refused = await send(bob)
    expect([refused.status, refused.body['message']]).toEqual([403, 'not here'])
    expect(codeOf(refused)).toBe('unknown')
    expect(await emailsTo(bob)).toEqual([])
    expect((await send(ada)).status).toBe(200)
  })
})

describe.skipIf(side.auth === null)('the tables of Auth', () => {
  test('have every column of the stand-in’s, of the same type', async () => {
    const columns = `select table_name || '.' || column_name || ' ' || udt_name as is
      from information_schema.columns where table_schema = 'auth' order by 1`
    const database = await openDatabase({ migrations: 'none' })
    const { rows: known } = await database.query<{ is: string }>(columns)
    await database.close()
    const real = new Set((await rows(columns)).map((column) => column['is']))
    expect(known.length).toBeGreaterThan(80)
    expect(known.filter((column) => !real.has(column.is))).toEqual([])
  })
})
