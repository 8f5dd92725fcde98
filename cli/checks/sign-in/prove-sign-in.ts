import { randomBytes } from 'node:crypto'
import { doors } from '#server/needs.ts'
import type { AuthUsers } from '../../services/auth/users.ts'
import type { DeployedPage } from '../../services/deployed-page.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { guarded, takes, unknown } from '../guarded.ts'
import { judgeAnswer } from './judge-answer.ts'
import { readToken } from './read-token.ts'
import type { Traces } from './steps.ts'
import { makeUser, proveAddress } from './steps.ts'

/** No email can go there: RFC 2606 keeps `.invalid` free forever. */
const reserved = '@portal-gateway.invalid'
/** Longer than a run can take: a user who is older was left behind. */
const leftBehindMs = 90_000
const what = 'whether a sign-in opens the page'

/**
 * The whole chain: a throw-away user is made, proves an address as a visitor does, asks the deployed door, and is
 * deleted. It works in live mode and with a captcha, and sends no email.
 */
export const signIn: Check = {
  name: 'sign_in',
  group: 'site',
  async look(world) {
    const { users, deployed } = world
    if (users === null) return [unknown(what, takes.data)]
    if (deployed === null) return [unknown(what, takes.deployed)]
    const closed = await findDoor(deployed)
    if (closed !== null) return [closed]
    await removeLeftBehind(users, world.now())
    return tryWithUser(world, users, deployed)
  },
}

/** Why there is no sense in trying: the checks of the site have said what is wrong. */
async function findDoor(deployed: DeployedPage): Promise<Finding | null> {
  const { path, method, stranger } = doors['portal-links']
  const { status, text } = await deployed.ask({ path, method })
  if (status === stranger.status && text.includes(`"${stranger.code}"`)) return null
  const isLocked = (status === 401 || status === 403) && !text.startsWith('{')
  return isLocked
    ? unknown(
        `${what} (the site is behind a password: ${status})`,
        'take it away: Netlify > Project configuration > General > Visitor access',
      )
    : unknown(`${what} (${path} answers ${status})`, 'first fix what is said of the doors')
}

async function removeLeftBehind(users: AuthUsers, now: number): Promise<void> {
  for (const { id, email, createdAt } of await users.listByPart(reserved))
    if (email.endsWith(reserved) && createdAt < now - leftBehindMs) await users.remove(id)
}

async function tryWithUser(
  world: World,
  users: AuthUsers,
  deployed: DeployedPage,
): Promise<Finding[]> {
  const email = `doctor-${randomBytes(6).toString('hex')}${reserved}`
  const traces: Traces = { id: null }
  const walk = async () => {
    const { tokenHash, findings } = await makeUser(users, email, traces)
    if (tokenHash === null) return findings
    const proved = await proveAddress(users, tokenHash)
    if (typeof proved === 'object') return [...findings, proved]
    const answer = await deployed.listLinks(proved)
    return [...findings, judgeAnswer(answer, { token: readToken(proved), email, world })]
  }
  let left: Finding[] = []
  let found: Finding[]
  try {
    // A service that fails halfway is a finding: the user is deleted all the same.
    found = await guarded({ ...signIn, look: walk }).look(world)
  } finally {
    left = await removeUser(users, traces, email)
  }
  return [...found, ...left]
}

async function removeUser(users: AuthUsers, { id }: Traces, email: string): Promise<Finding[]> {
  if (id === null) return []
  try {
    await users.remove(id)
    return []
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return [
      {
        level: 'fault',
        says: `the throw-away user ${email} was not deleted: ${error.message}`,
        why: 'they stay among the users of the project, and open nothing',
        remedy:
          'run this again in two minutes, which deletes them; or Supabase > Authentication > Users',
      },
    ]
  }
}
