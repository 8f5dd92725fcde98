import { beforeEach, describe, expect, test } from 'vitest'
import { followLink, fragmentOf, goodPassword } from '#tests/stand-ins/supabase/client.ts'
import { idsSeenBy, openBrowser, openSignedIn, openWithToken } from '#tests/supabase-clients.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf } from '../shop.ts'

const victim = 'victim@example.com'
const mallory = 'mallory@example.com'
const log = listenToLog()

let world: World
let known: string
beforeEach(async () => {
  world = await emptyWorld()
  known = await world.knownCustomer(victim)
})

const ask = (token: unknown, body?: unknown) =>
  world.post('/api/portal-links', { token: String(token), body })

/** No link in the list, none by id, no row through the Data API; nor is any session made. */
async function expectNothing(token: unknown): Promise<void> {
  const list = await ask(token)
  if (list.status === 200) expect(await list.json()).toEqual({ email: victim, links: [] })
  else expect([list.status, (await problemOf(list)).code]).toEqual([403, 'email_unproven'])
  const one = await ask(token, { customer: known })
  expect([403, 404]).toContain(one.status)
  expect(await idsSeenBy(openWithToken(world.supabase, token))).toEqual([])
  expect(world.stripe.sessions()).toEqual([])
}

describe("whoever changes his address to the victim's", () => {
  const defaults = { defaultTemplates: true }
  /** Changes the address by Supabase's own mails, whose links a mail scanner follows. */
  async function change(clicked: string[]) {
    const { auth } = await openSignedIn(world.supabase, mallory)
    await auth.updateUser({ email: victim })
    let fragment: Record<string, string> = {}
    for (const mailbox of clicked) fragment = fragmentOf(await followLink(world.supabase, mailbox))
    const { data } = await auth.refreshSession()
    return { ofChange: fragment['access_token'], refreshed: data.session?.access_token }
  }

  const ways: [string, object, string[]][] = [
    ['and clicks first', defaults, [mallory, victim]],
    ['and clicks second', defaults, [victim, mallory]],
    ['where one side may confirm alone', { ...defaults, doubleConfirmChanges: false }, [victim]],
  ]
  describe.each(ways)('%s', (_, controls, clicked) => {
    test('gets nothing by the session that the change opened', async () => {
      world.supabase.control(controls)
      await expectNothing((await change(clicked)).ofChange)
    })

    test('gets nothing by the session that he had', async () => {
      world.supabase.control(controls)
      await expectNothing((await change(clicked)).refreshed)
    })

    test('gets no customer by healing, either', async () => {
      world.supabase.control(controls)
      world.stripe.control({ deliveries: { drop: true } })
      const lost = world.stripe.createCustomer({ email: victim })
      const { ofChange } = await change(clicked)
      await expectNothing(ofChange)
      const one = await ask(ofChange, { customer: lost.id })
      expect(one.status).toBe(404)
    })
  })

  test('keeps his own customers until then, and loses the proof of them with the change', async () => {
    world.supabase.control(defaults)
    const own = await world.knownCustomer(mallory)
    const { accessToken } = await world.supabase.signIn(mallory)
    expect((await world.links({ token: accessToken })).links).toMatchObject([{ customer: own }])
    await change([mallory, victim])
    // The old token still names the old address, but its person has moved.
    const response = await ask(accessToken)
    expect(await response.json()).toEqual({ email: mallory, links: [] })
  })

  test('does not keep the victim out, who proves the address an hour later', async () => {
    world.supabase.control(defaults)
    await change([mallory, victim])
    await world.supabase.database.query(
      `update private.address_moves set moved_at = moved_at - interval '61 minutes'`,
    )
    const { links } = await world.links({ email: victim })
    expect(links).toMatchObject([{ customer: known, url: expect.stringContaining('/portal/') }])
  })
})

describe('whoever set a password before the victim came', () => {
  const credentials = { email: victim, password: goodPassword }
  async function signInByPassword() {
    const { auth } = openBrowser(world.supabase)
    const { data } = await auth.signInWithPassword(credentials)
    return { auth, token: data.session?.access_token }
  }
  beforeEach(async () => void (await openBrowser(world.supabase).auth.signUp(credentials)))

  test('gets nothing when the victim has confirmed the address', async () => {
    const { links } = await world.links({ email: victim })
    expect(links).toMatchObject([{ customer: known }])
    const sessions = world.stripe.sessions().length
    const { token } = await signInByPassword()
    const response = await ask(token)
    expect([response.status, (await problemOf(response)).code]).toEqual([403, 'email_unproven'])
    expect(await idsSeenBy(openWithToken(world.supabase, token))).toEqual([])
    expect(world.stripe.sessions()).toHaveLength(sessions)
  })

  test('gets nothing by refreshing that session', async () => {
    await world.supabase.signIn(victim)
    const { auth } = await signInByPassword()
    const { data } = await auth.refreshSession()
    await expectNothing(data.session?.access_token)
  })
})

describe('while the project lets people in without a confirmation', () => {
  beforeEach(() => world.supabase.control({ autoconfirm: true }))

  test('no link leaves, and the log says what to switch on', async () => {
    const response = await ask(await world.signIn(victim))
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toMatchObject([503, { code: 'project_unsafe' }])
    expect(text).not.toContain('/portal/')
    const [fault] = log.takeFaults()
    expect(fault).toMatchObject({ code: 'project_unsafe' })
    expect(fault?.reason).toContain('Confirm email')
  })

  test('no single link leaves', async () => {
    const response = await ask(await world.signIn(victim), { customer: known })
    expect((await problemOf(response)).code).toBe('project_unsafe')
    expect(log.takeFaults()).toHaveLength(1)
  })

  test('a bad token is a bad token', async () => {
    expect((await ask('a.b.c')).status).toBe(401)
  })

  test('it is over as soon as that is switched on', async () => {
    const token = await world.signIn(victim)
    expect((await ask(token)).status).toBe(503)
    world.supabase.control({ autoconfirm: false })
    expect((await ask(token)).status).toBe(200)
    expect(log.takeFaults()).toHaveLength(1)
  })
})

describe('an address that asks too often', () => {
  /** So many requests, begun so many minutes ago. */
  async function count(requests: number, minutes = 0): Promise<void> {
    await world.supabase.database.query(
      `insert into private.link_requests (address, window_started_at, requests)
       values ($1, now() - make_interval(mins => $2), $3)`,
      [victim, minutes, requests],
    )
  }

  test('is answered 120 times in ten minutes, and then told when to come again', async () => {
    await count(119, 4)
    const token = await world.signIn(victim)
    expect((await ask(token)).status).toBe(200)
    world.stripe.resetCalls()
    for (const body of [undefined, { customer: known }]) {
      const response = await ask(token, body)
      expect([response.status, (await problemOf(response)).code]).toEqual([429, 'rate_limited'])
      const wait = Number(response.headers.get('Retry-After'))
      expect(wait).toBeGreaterThan(300)
      expect(wait).toBeLessThanOrEqual(360)
    }
    expect(callsOf(world)).toEqual([])
  })

  test('is answered again after ten minutes', async () => {
    await count(500, 11)
    expect((await ask(await world.signIn(victim))).status).toBe(200)
  })

  test('is no matter to another address', async () => {
    await count(500)
    expect((await ask(await world.signIn(mallory))).status).toBe(200)
  })

  test('does not hide behind another spelling', async () => {
    await count(120)
    const token = await world.supabase.mintToken({ email: 'VICTIM@example.com' })
    expect((await ask(token)).status).toBe(429)
  })

  test('is not charged for tokens that prove nothing', async () => {
    await ask(await world.supabase.mintToken({ email: victim, amr: [] }))
    const { rows } = await world.supabase.database.query('select * from private.link_requests')
    expect(rows).toEqual([])
  })
})
