import { asAuth } from '../as-auth.ts'
import type { Project } from '../../project.ts'
import { askForLink } from './ask-for-link.ts'
import type { SessionBody } from '../sessions.ts'
import { openSession } from '../sessions.ts'
import { parseAddress } from '../users.ts'
import { redeemToken } from '../verify.ts'

/** What a signed-in browser holds. */
export type SignedIn = { accessToken: string; refreshToken: string; user: SessionBody['user'] }

/** Asks for a link and redeems it at once, for tests that begin with a user who has signed in. */
export async function signIn(project: Project, address: string): Promise<SignedIn> {
  const email = parseAddress(address)
  const order = {
    email,
    createUser: true,
    data: {},
    redirectTo: project.siteUrl,
    challenge: null,
    ignoreGap: true,
  }
  await asAuth(project, (sql) => askForLink(sql, project, order))
  const { tokenHash } = project.emails.findLast((sent) => sent.to === email)!
  const session = await asAuth(project, async (sql) => {
    const redeemed = await redeemToken(sql, project, { type: 'email', tokenHash })
    return await openSession(sql, project, { userId: redeemed!.user.id, factor: 'otp' })
  })
  const { access_token: accessToken, refresh_token: refreshToken, user } = session
  return { accessToken, refreshToken, user }
}
