import { beforeEach, expect, test } from 'vitest'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { openBrowser, openSignedIn } from '#tests/supabase-clients.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

/**
 * Supabase's PKCE flow: the mailed link yields a code, which is exchanged for a session up to five minutes later; the
 * session is a mailed one of that very moment, under the address that the person has by then. (supabase/auth
 * internal/api/token.go, `PKCE`; the stand-in does not speak it, so its token is minted here.)
 */
const [mallory, victim] = ['mallory@example.com', 'victim@example.com']
listenToLog()

let world: World
let known: string
beforeEach(async () => {
  world = await emptyWorld()
  known = await world.knownCustomer(victim)
})

/** Mallory's address becomes the victim's, so many minutes ago; the session that he gets for his code only now. */
async function exchangeAfterMove(minutes: number): Promise<string> {
  world.supabase.control({ defaultTemplates: true })
  const { auth } = await openSignedIn(world.supabase, mallory)
  const { data } = await auth.updateUser({ email: victim })
  for (const mailbox of [mallory, victim]) {
    const { tokenHash } = world.supabase.inbox.newestTo(mailbox)!
    const order = { type: 'email_change', token_hash: tokenHash } as const
    await openBrowser(world.supabase).auth.verifyOtp(order)
  }
  await world.supabase.database.query(
    'update private.address_moves set moved_at = moved_at - make_interval(mins => $1)',
    [minutes],
  )
  const amr = [{ method: 'magiclink', timestamp: Math.floor(Date.now() / 1000) }]
  return world.supabase.mintToken({ sub: data.user!.id, email: victim, amr })
}

test.each([0, 2, 5, 9])(
  'a code that the old mailbox drew opens nothing %i minutes after the move',
  async (minutes) => {
    const token = await exchangeAfterMove(minutes)
    expect((await world.links({ token })).links).toEqual([])
    const one = await world.post('/api/portal-links', { token, body: { customer: known } })
    expect(one.status).toBe(404)
    expect(world.stripe.sessions()).toEqual([])
  },
)

test('eleven minutes later no such code lives, and whoever reads the mailbox is let in', async () => {
  const token = await exchangeAfterMove(11)
  expect((await world.links({ token })).links).toMatchObject([{ customer: known }])
})
