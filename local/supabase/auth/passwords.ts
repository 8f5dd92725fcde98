import type { Transaction } from '@electric-sql/pglite'
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Project } from '../project.ts'
import { assertSignupsAllowed, sendConfirmation } from './ask-for-link.ts'
import { AuthFailure } from './failure.ts'
import {
  addPerson,
  confirmPerson,
  describePerson,
  findByEmail,
  getById,
  type Person,
} from './people.ts'
import { openSession, type SessionBody } from './sessions.ts'

type SignUp = { email: string; password: unknown; data: unknown; redirectTo: string }

/**
 * POST /signup. Passwords can't be switched off in Supabase. A row that nobody confirmed is left alone:
 * whoever came first keeps his password, and the next person's magic link confirms it.
 */
export async function signUp(
  sql: Transaction,
  project: Project,
  { email, password, data, redirectTo }: SignUp,
): Promise<SessionBody | ReturnType<typeof describePerson>> {
  assertSignupsAllowed(project)
  const passwordHash = hashPassword(project, password)
  const now = new Date(project.now())
  const known = await findByEmail(sql, email)
  if (known !== null && known.email_confirmed_at !== null) {
    return refuseKnown(project, known)
  }
  const person = known ?? (await addPerson(sql, { email, passwordHash, data, now }))
  if (project.controls.autoconfirm) {
    await confirmPerson(sql, person.id, now)
    return await openSession(sql, project, { personId: person.id, factor: 'password' })
  }
  await sendConfirmation(sql, project, person, { redirectTo })
  return describePerson(await getById(sql, person.id))
}

/** A stranger must not learn who is known, so the answer is an invented person. */
function refuseKnown(project: Project, known: Person) {
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
  const person = await findByEmail(sql, email)
  if (person === null || !isPassword(person.encrypted_password, password)) {
    throw new AuthFailure(400, 'invalid_credentials', 'Invalid login credentials')
  }
  if (person.email_confirmed_at === null) {
    throw new AuthFailure(400, 'email_not_confirmed', 'Email not confirmed')
  }
  return await openSession(sql, project, { personId: person.id, factor: 'password' })
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
