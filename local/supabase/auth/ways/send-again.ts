import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../../project.ts'
import { startEmailChange } from '../account.ts'
import { AuthFailure } from '../failure.ts'
import type { Challenge } from '../flow-state.ts'
import { drawToken, keepToken } from '../one-time-tokens.ts'
import { sendEmail } from '../send-email.ts'
import type { User } from '../users.ts'
import { findByEmail } from '../users.ts'
import { assertGap, sendLink } from './ask-for-link.ts'

type Order = { email: string; type: string; redirectTo: string; challenge: Challenge | null }

/** POST /resend: the email of a sign-up or of a change that waits. Nobody is told whether one does. */
export async function resend(
  sql: Transaction,
  project: Project,
  { email, type, ...way }: Order,
): Promise<void> {
  const user = await findByEmail(sql, email)
  if (user === null) return
  if (type === 'signup' && user.email_confirmed_at === null)
    await sendLink(sql, project, { user, kind: 'confirmation', ...way })
  if (type === 'email_change' && user.email_change)
    await startEmailChange(sql, project, { user, to: user.email_change, ...way })
}

/** GET /reauthenticate: a code that changes a password, and opens nothing. @throws {AuthFailure} 422, 429 */
export async function reauthenticate(
  sql: Transaction,
  project: Project,
  { user, redirectTo }: { user: User; redirectTo: string },
): Promise<void> {
  if (user.email_confirmed_at === null)
    throw new AuthFailure(422, 'email_not_confirmed', 'Please verify your email first.')
  assertGap(project, user.reauthentication_sent_at)
  const token = drawToken(project, user.email, false)
  const kind = { template: 'reauthentication', type: 'reauthentication', redirectTo } as const
  await sendEmail(sql, project, { ...token, ...kind, to: user.email })
  const { tokenHash } = token
  await keepToken(sql, project, {
    user,
    type: 'reauthentication_token',
    email: user.email,
    tokenHash,
  })
}
