import type { Transaction } from '@electric-sql/pglite'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import { sendMail } from './mails.ts'
import { issueToken } from './one-time-tokens.ts'
import { addPerson, confirmPerson, findByEmail, getById, type Person } from './people.ts'

type Order = {
  email: string
  createUser: boolean
  data: unknown
  redirectTo: string
  /** Only the stand-in's own `signIn` may hurry. */
  ignoreGap?: boolean
}

/** POST /otp: a first-time visitor gets the confirmation mail, everybody else the magic link. */
export async function askForLink(sql: Transaction, project: Project, order: Order): Promise<void> {
  const now = new Date(project.now())
  let person = await findByEmail(sql, order.email)
  if (person === null) {
    if (!order.createUser) throw new AuthFailure(422, 'otp_disabled', 'Signups not allowed for otp')
    assertSignupsAllowed(project)
    person = await addPerson(sql, { email: order.email, passwordHash: null, data: order.data, now })
  }
  if (person.email_confirmed_at === null && project.controls.autoconfirm) {
    await confirmPerson(sql, person.id, now)
    person = await getById(sql, person.id)
  }
  if (person.email_confirmed_at === null) await sendConfirmation(sql, project, person, order)
  else await sendMagicLink(sql, project, person, order)
}

type Way = { redirectTo: string; ignoreGap?: boolean }

export async function sendConfirmation(
  sql: Transaction,
  project: Project,
  person: Person,
  { redirectTo, ignoreGap = false }: Way,
): Promise<void> {
  if (!ignoreGap) assertGap(project, person.confirmation_sent_at)
  const token = await issueToken(sql, project, {
    personId: person.id,
    type: 'confirmation_token',
    email: person.email,
  })
  await sql.query('update auth.users set confirmation_sent_at = $2 where id = $1', [
    person.id,
    new Date(project.now()),
  ])
  sendMail(project, {
    ...token,
    template: 'confirmation',
    to: person.email,
    type: 'signup',
    redirectTo,
  })
}

async function sendMagicLink(
  sql: Transaction,
  project: Project,
  person: Person,
  { redirectTo, ignoreGap = false }: Way,
): Promise<void> {
  if (!ignoreGap) assertGap(project, person.recovery_sent_at)
  const token = await issueToken(sql, project, {
    personId: person.id,
    type: 'recovery_token',
    email: person.email,
  })
  await sql.query('update auth.users set recovery_sent_at = $2 where id = $1', [
    person.id,
    new Date(project.now()),
  ])
  sendMail(project, {
    ...token,
    template: 'magic_link',
    to: person.email,
    type: 'magiclink',
    redirectTo,
  })
}

export function assertSignupsAllowed(project: Project): void {
  if (!project.controls.signupDisabled) return
  throw new AuthFailure(422, 'signup_disabled', 'Signups not allowed for this instance')
}

/** One mail of a kind per address in `max_frequency`. Clients read the seconds out of the sentence. */
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
