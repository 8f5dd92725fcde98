import type { Transaction } from '@electric-sql/pglite'
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Project } from '../../project.ts'
import { assertSignupsAllowed, sendLink } from './ask-for-link.ts'
import { AuthFailure } from '../failure.ts'
import type { Challenge } from '../flow-state.ts'
import type { User } from '../users.ts'
import {
  addUser,
  assertNotBanned,
  confirmUser,
  describeUser,
  findByEmail,
  getById,
} from '../users.ts'
import type { SessionBody } from '../sessions.ts'
import { openSession } from '../sessions.ts'

type SignUp = {
  email: string
  password: unknown
  data: unknown
  redirectTo: string
  challenge: Challenge | null
}

/**
 * POST /signup. Supabase can't switch passwords off. A row that nobody has confirmed is left as it is: the first to come
 * keeps the password, and a magic link that someone else asks for confirms it.
 */
export async function signUp(
  sql: Transaction,
  project: Project,
  { email, password, data, ...way }: SignUp,
): Promise<SessionBody | ReturnType<typeof describeUser>> {
  assertSignupsAllowed(project)
  const passwordHash = hashPassword(project, password)
  const now = new Date(project.now())
  const known = await findByEmail(sql, email)
  if (known !== null && known.email_confirmed_at !== null) {
    return refuseKnown(project, known)
  }
  const user = known ?? (await addUser(sql, project, { email, passwordHash, data, now }))
  if (project.controls.autoconfirm) {
    await confirmUser(sql, user, now)
    return await openSession(sql, project, { userId: user.id, factor: 'password' })
  }
  await sendLink(sql, project, { user, kind: 'confirmation', ...way })
  return describeUser(await getById(sql, user.id))
}

/** A stranger must not learn which addresses are known, so the answer is an invented user. */
function refuseKnown(project: Project, known: User) {
  if (project.controls.autoconfirm) {
    throw new AuthFailure(422, 'user_already_exists', 'User already registered')
  }
  const now = new Date(project.now())
  const { email, aud, role } = known
  return {
    id: crypto.randomUUID(),
    aud,
    role,
    email,
    phone: '',
    identities: [],
    created_at: now,
  } as never
}

/** POST /token?grant_type=password */
export async function signInByPassword(
  sql: Transaction,
  project: Project,
  { email, password }: { email: string; password: unknown },
): Promise<SessionBody> {
  const user = await findByEmail(sql, email)
  if (user === null || !isPassword(user.encrypted_password, password)) {
    throw new AuthFailure(400, 'invalid_credentials', 'Invalid login credentials')
  }
  assertNotBanned(project, user, 400)
  if (user.email_confirmed_at === null) {
    throw new AuthFailure(400, 'email_not_confirmed', 'Email not confirmed')
  }
  return await openSession(sql, project, { userId: user.id, factor: 'password' })
}

export function hashPassword(project: Project, password: unknown): string {
  const { minimumPasswordLength } = project.controls
  if (typeof password !== 'string' || password.length < minimumPasswordLength) {
    const message = `Password should be at least ${minimumPasswordLength} characters.`
    throw new AuthFailure(422, 'weak_password', message)
  }
  const salt = randomBytes(16)
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32).toString('hex')}`
}

function isPassword(kept: string | null, password: unknown): boolean {
  const [salt, hash] = (kept ?? '').split(':')
  if (!salt || !hash || typeof password !== 'string') return false
  const given = scryptSync(password, Buffer.from(salt, 'hex'), 32)
  return timingSafeEqual(given, Buffer.from(hash, 'hex'))
}
