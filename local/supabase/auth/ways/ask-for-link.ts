import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../../project.ts'
import { AuthFailure } from '../failure.ts'
import type { Challenge } from '../flow-state.ts'
import { startFlow } from '../flow-state.ts'
import { drawToken, keepToken } from '../one-time-tokens.ts'
import { sendEmail } from '../send-email.ts'
import type { User } from '../users.ts'
import { addUser, confirmUser, findByEmail, getById } from '../users.ts'

type Way = {
  redirectTo: string
  challenge: Challenge | null
  /** Only the stand-in's own `signIn` may hurry. */
  ignoreGap?: boolean
}
type Order = Way & { email: string; createUser: boolean; data: unknown }

/** POST /otp: a first-time visitor gets the confirmation email, everyone else the magic link. */
export async function askForLink(sql: Transaction, project: Project, order: Order): Promise<void> {
  const now = new Date(project.now())
  let user = await findByEmail(sql, order.email)
  if (user === null && !order.createUser)
    throw new AuthFailure(422, 'otp_disabled', 'Signups not allowed for otp')
  // Whoever never confirmed the address signs up again.
  if (user === null || user.email_confirmed_at === null) assertSignupsAllowed(project)
  if (user === null) {
    user = await addUser(sql, project, {
      email: order.email,
      passwordHash: null,
      data: order.data,
      now,
    })
  }
  if (user.email_confirmed_at === null && project.controls.autoconfirm) {
    await confirmUser(sql, user, now)
    user = await getById(sql, user.id)
  }
  const kind = user.email_confirmed_at === null ? 'confirmation' : 'magicLink'
  await sendLink(sql, project, { user, kind, ...order })
}

/** POST /recover: the email of a forgotten password, whose token is the magic link's. Nobody is told who is known. */
export async function recover(
  sql: Transaction,
  project: Project,
  { email, ...way }: Way & { email: string },
): Promise<void> {
  const user = await findByEmail(sql, email)
  if (user !== null) await sendLink(sql, project, { user, kind: 'recovery', ...way })
}

const kinds = {
  confirmation: {
    token: 'confirmation_token',
    sentAt: 'confirmation_sent_at',
    method: 'email/signup',
    email: { template: 'confirmation', type: 'signup' },
  },
  magicLink: {
    token: 'recovery_token',
    sentAt: 'recovery_sent_at',
    method: 'magiclink',
    email: { template: 'magic_link', type: 'magiclink' },
  },
  recovery: {
    token: 'recovery_token',
    sentAt: 'recovery_sent_at',
    method: 'recovery',
    email: { template: 'recovery', type: 'recovery' },
  },
} as const

/** Emails a new link, which takes the place of the one before. @throws {AuthFailure} 429 */
export async function sendLink(
  sql: Transaction,
  project: Project,
  order: Way & { user: User; kind: keyof typeof kinds },
): Promise<void> {
  const { user, redirectTo, challenge, ignoreGap = false } = order
  const { token: type, sentAt, method, email } = kinds[order.kind]
  await startFlow(sql, project, { userId: user.id, method, challenge })
  if (!ignoreGap) assertGap(project, user[sentAt])
  const token = drawToken(project, user.email, challenge !== null)
  // The email leaves before anything is written: a trigger that refuses the row doesn't stop it.
  await sendEmail(sql, project, { ...token, ...email, to: user.email, redirectTo })
  await keepToken(sql, project, { user, type, email: user.email, tokenHash: token.tokenHash })
}

export function assertSignupsAllowed(project: Project): void {
  if (!project.controls.signupDisabled) return
  throw new AuthFailure(422, 'signup_disabled', 'Signups not allowed for this instance')
}

/** One email of a kind per address in `max_frequency`. Clients read the seconds out of the sentence. */
export function assertGap(project: Project, lastSentAt: Date | null): void {
  if (lastSentAt === null) return
  const nextAt = lastSentAt.getTime() + project.controls.maxFrequencySeconds * 1000
  const waitSeconds = Math.ceil((nextAt - project.now()) / 1000)
  if (waitSeconds <= 0) return
  throw new AuthFailure(
    429,
    'over_email_send_rate_limit',
    `For security purposes, you can only request this after ${waitSeconds} seconds.`,
  )
}
