import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { followLink, goodPassword } from '#tests/stand-ins/supabase/client.ts'
import { idsSeenBy, openBrowser, openSignedIn } from '#tests/supabase-clients.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { asOwner, runOptional } from './run-optional.ts'

const [ada, victim] = ['ada@example.com', 'victim@example.com']
const credentials = { email: ada, password: goodPassword }
let world: World

beforeAll(async () => {
  world = await emptyWorld()
  await openBrowser(world.supabase).auth.signUp(credentials)
  await runOptional(world.supabase.database, 'address-is-final.sql')
})
afterAll(() => asOwner(world.supabase.database, 'drop function private.keep_address() cascade'))
beforeEach(() => {
  // The stand-in reports that the database refused.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const people = async () =>
  (
    await world.supabase.database.query<{ email: string; encrypted_password: string | null }>(
      'select email, encrypted_password from auth.users order by email',
    )
  ).rows
const refusalOfPassword = async () =>
  (await openBrowser(world.supabase).auth.signInWithPassword(credentials)).error?.code

test('a password that was set before is gone', async () => {
  expect(await people()).toEqual([{ email: ada, encrypted_password: null }])
  await world.supabase.signIn(ada)
  expect(await refusalOfPassword()).toBe('invalid_credentials')
})

test('a sign-in by email works as before, and opens the customers', async () => {
  world = await emptyWorld()
  const customer = await world.knownCustomer(ada)
  for (const _ of ['first', 'second'])
    expect((await world.links({ email: ada })).links).toMatchObject([{ customer }])
  const browser = await openSignedIn(world.supabase, ada)
  expect(await idsSeenBy(browser)).toEqual([customer])
  await browser.auth.refreshSession()
  expect(await idsSeenBy(browser)).toEqual([customer])
})

test('nobody gets a password by signing up, nor by changing it', async () => {
  world = await emptyWorld()
  await openBrowser(world.supabase).auth.signUp(credentials)
  const { auth } = await openSignedIn(world.supabase, ada)
  expect((await auth.updateUser({ password: goodPassword })).error).toBeNull()
  expect(await people()).toEqual([{ email: ada, encrypted_password: null }])
  expect(await refusalOfPassword()).toBe('invalid_credentials')
})

test('an address is not changed, whoever confirms it', async () => {
  world = await emptyWorld()
  world.supabase.control({ defaultTemplates: true })
  const { auth } = await openSignedIn(world.supabase, ada)
  await auth.updateUser({ email: victim })
  await followLink(world.supabase, ada)
  // What the database refuses, the link says in its address, as Supabase Auth's does.
  const refused = (await followLink(world.supabase, victim)).headers.get('location')
  expect(refused).toContain('error_code=unexpected_failure')
  world.supabase.control({ autoconfirm: true })
  expect((await auth.updateUser({ email: victim })).error?.status).toBe(500)
  expect((await people()).map(({ email }) => email)).toEqual([ada])
})

// Supabase Auth sends an email before it writes: what makes the next one wait is the row.
test('a stranger gets one email a minute at most', async () => {
  world = await emptyWorld()
  const { auth } = await openSignedIn(world.supabase, ada)
  const answers = [200, 429, 429]
  for (const status of answers)
    expect((await auth.updateUser({ email: victim })).error?.status ?? 200).toBe(status)
  expect(world.supabase.inbox.emails.filter(({ to }) => to === victim)).toHaveLength(1)
})

test('anyone whom the owner deletes comes back as a new user', async () => {
  world = await emptyWorld()
  const customer = await world.knownCustomer(ada)
  await world.supabase.signIn(ada)
  await asOwner(world.supabase.database, 'delete from auth.users')
  expect((await world.links({ email: ada })).links).toMatchObject([{ customer }])
})
