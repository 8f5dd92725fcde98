import { beforeEach, describe, expect, test } from 'vitest'
import { followLink, fragmentOf, goodPassword } from '#tests/stand-ins/supabase/client.ts'
import { idsSeenBy, openBrowser, openSignedIn, openWithToken } from '#tests/supabase-clients.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, problemOf } from '#tests/world.ts'
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

/** No link in the list, none by id, no row through the Data API; nor is any session made. */
async function expectNothing(token: unknown): Promise<void> {
  const sessions = world.stripe.sessions().length
  const list = await world.askForLinks(token)
  if (list.status === 200)
    expect(await list.json()).toEqual({ email: victim, livemode: false, links: [], more: false })
  else await expectProblem(list, 403, 'email_unproven')
  for (const { id } of world.stripe.customers())
    expect([403, 404]).toContain((await world.askForLinks(token, { customer: id })).status)
  expect(await idsSeenBy(openWithToken(world.supabase, token))).toEqual([])
  expect(world.stripe.sessions()).toHaveLength(sessions)
}

describe("anyone who changes their address to the victim's", () => {
  const defaults = { defaultTemplates: true }
  /** Changes the address by Supabase's own emails, whose links a scanner follows; every session that comes of it. */
  async function change(clicked = [mallory, victim]) {
    const { auth } = await openSignedIn(world.supabase, mallory)
    await auth.updateUser({ email: victim })
    let fragment: Record<string, string> = {}
    for (const mailbox of clicked) fragment = fragmentOf(await followLink(world.supabase, mailbox))
    const { data } = await auth.refreshSession()
    return { ofChange: fragment['access_token'], refreshed: data.session?.access_token }
  }
  test.each<[string, object, string[]]>([
    ['and clicks first', defaults, [mallory, victim]],
    ['and clicks second', defaults, [victim, mallory]],
    [
      "and one side's confirmation is enough",
      { ...defaults, doubleConfirmChanges: false },
      [victim],
    ],
  ])('%s gets nothing, by the new session or the old, and heals nothing', async (...given) => {
    const [, controls, clicked] = given
    world.supabase.control(controls)
    world.loseWebhooks()
    world.stripe.createCustomer({ email: victim })
    const { ofChange, refreshed } = await change(clicked)
    await expectNothing(ofChange)
    await expectNothing(refreshed)
  })

  test('keeps their own customers until then, and loses the proof of them with the change', async () => {
    world.supabase.control(defaults)
    const own = await world.knownCustomer(mallory)
    const token = await world.signIn(mallory)
    expect((await world.links({ token })).links).toMatchObject([{ customer: own }])
    await change()
    // The old token still names the old address, but its person has moved.
    expect(await world.links({ token })).toEqual({
      email: mallory,
      livemode: false,
      links: [],
      more: false,
    })
  })
})

test('anyone who set a password before the victim came gets nothing by it, nor by renewing that session', async () => {
  const credentials = { email: victim, password: goodPassword }
  await openBrowser(world.supabase).auth.signUp(credentials)
  const { links } = await world.links({ token: await world.signIn(victim) })
  expect(links).toMatchObject([{ customer: known }])
  const { auth } = openBrowser(world.supabase)
  const byPassword = await auth.signInWithPassword(credentials)
  const token = byPassword.data.session?.access_token
  await expectProblem(world.askForLinks(token), 403, 'email_unproven')
  await expectNothing(token)
  const renewed = await auth.refreshSession()
  await expectNothing(renewed.data.session?.access_token)
})

describe('while the project lets people in without a confirmation', () => {
  beforeEach(() => world.supabase.control({ autoconfirm: true }))

  test.each([
    ['no link leaves', undefined],
    ['no single link leaves', 'known'],
  ])('%s, and the log says what to switch on', async (_, one) => {
    const token = await world.tokenOf(victim)
    const response = await world.askForLinks(token, one && { customer: known })
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toMatchObject([503, { code: 'project_unsafe' }])
    expect(text).not.toContain('/portal/')
    expect(log.takeFaults()).toMatchObject([
      { code: 'project_unsafe', reason: expect.stringContaining('Confirm email') },
    ])
    world.supabase.control({ autoconfirm: false })
    expect((await world.askForLinks(token)).status).toBe(200)
  })

  test('a bad token is a bad token', async () => {
    await expectProblem(world.askForLinks('a.b.c'), 401, 'token_invalid')
  })
})

describe('an address that asks too often', () => {
  /** So many requests, begun four minutes ago. */
  const count = (requests: number) =>
    world.supabase.database.query(
      `insert into private.link_requests (address, window_started_at, requests)
       values ($1, now() - interval '4 minutes', $2)`,
      [victim, requests],
    )

  test('is answered 120 times in ten minutes, and then told when to come again', async () => {
    await count(119)
    const token = await world.tokenOf(victim)
    expect((await world.askForLinks(token)).status).toBe(200)
    world.stripe.resetCalls()
    for (const body of [undefined, { customer: known }]) {
      const response = await world.askForLinks(token, body)
      expect([response.status, (await problemOf(response)).code]).toEqual([429, 'rate_limited'])
      const wait = Number(response.headers.get('Retry-After'))
      expect(wait).toBeGreaterThan(300)
      expect(wait).toBeLessThanOrEqual(360)
    }
    expect(callsOf(world)).toEqual([])
  })

  test('does not hide behind another spelling', async () => {
    await count(120)
    const token = await world.tokenOf('VICTIM@example.com')
    await expectProblem(world.askForLinks(token), 429, 'rate_limited')
  })

  test('is not charged for tokens that prove nothing', async () => {
    await world.askForLinks(await world.supabase.mintToken({ email: victim, amr: [] }))
    const { rows } = await world.supabase.database.query('select * from private.link_requests')
    expect(rows).toEqual([])
  })
})
