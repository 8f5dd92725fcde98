import type { Transaction } from '@electric-sql/pglite'
import { randomUUID } from 'node:crypto'
import type { Project } from '../project.ts'
import { AuthFailure } from './failure.ts'
import { askBeforeUserCreated } from './hooks.ts'

/** A row of `auth.users`. */
export type User = {
  id: string
  aud: string
  role: string
  email: string
  encrypted_password: string | null
  email_confirmed_at: Date | null
  confirmation_token: string | null
  confirmation_sent_at: Date | null
  recovery_token: string | null
  recovery_sent_at: Date | null
  email_change_token_new: string | null
  email_change_token_current: string | null
  email_change: string | null
  email_change_sent_at: Date | null
  email_change_confirm_status: number
  reauthentication_token: string | null
  reauthentication_sent_at: Date | null
  last_sign_in_at: Date | null
  raw_app_meta_data: Record<string, unknown>
  raw_user_meta_data: Record<string, unknown>
  phone: string | null
  banned_until: Date | null
  is_anonymous: boolean
  created_at: Date
  updated_at: Date
  identities: Record<string, unknown>[]
}

// The address that HTML's `type=email` accepts: only ASCII.
const address =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/

/** The address as Auth keeps it: checked, in lower case, not trimmed. */
export function parseAddress(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new AuthFailure(400, 'validation_failed', 'An email address is required')
  }
  if (!isAddress(value)) {
    throw new AuthFailure(
      400,
      'validation_failed',
      'Unable to validate email address: invalid format',
    )
  }
  return value.toLowerCase()
}

export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 255 && address.test(value)
}

const select = `select users.*, (
    select coalesce(jsonb_agg(to_jsonb(identities)), '[]') from auth.identities
    where identities.user_id = users.id
  ) as identities from auth.users as users`

/** By address and audience: a row of another audience isn't found, though no second one can be made. */

export async function findByEmail(sql: Transaction, email: string): Promise<User | null> {
  const found = await sql.query<User>(
    `${select} where email = $1 and aud = 'authenticated' and not is_sso_user`,
    [email],
  )
  return found.rows[0] ?? null
}

export async function findById(sql: Transaction, id: string): Promise<User | null> {
  const found = await sql.query<User>(`${select} where id = $1`, [id])
  return found.rows[0] ?? null
}

export async function getById(sql: Transaction, id: string): Promise<User> {
  const user = await findById(sql, id)
  if (user === null) throw new AuthFailure(403, 'user_not_found', 'User not found')
  return user
}

type NewUser = { email: string; passwordHash: string | null; data: unknown; now: Date }

/** A new user, whose address nobody has confirmed yet; the hook may refuse them. */
export async function addUser(sql: Transaction, project: Project, user: NewUser): Promise<User> {
  const ask = (made: object) => askBeforeUserCreated(sql, project, made)
  return await insertUser(sql, user, ask)
}

/** The same, without the hook unless one is given. */
export async function insertUser(
  sql: Transaction,
  user: NewUser,
  ask: (made: object) => Promise<void> = async () => undefined,
): Promise<User> {
  const id = randomUUID()
  const given = { sub: id, email: user.email, email_verified: false, phone_verified: false }
  const data = { ...(user.data as object), ...given }
  const known = await sql.query('select from auth.users where email = $1', [user.email])
  if (known.rows.length > 0)
    throw new AuthFailure(500, 'unexpected_failure', 'Database error saving new user')
  await ask({ id, email: user.email, user_metadata: data })
  await sql.query(
    `insert into auth.users (id, aud, role, email, encrypted_password, confirmation_token, recovery_token,
       email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
     values ($1, 'authenticated', 'authenticated', $2, $3, '', '', '', '', $4, $5, $6, $6)`,
    [
      id,
      user.email,
      user.passwordHash,
      { provider: 'email', providers: ['email'] },
      data,
      user.now,
    ],
  )
  // The second copy of what the request said of its person.
  await sql.query(
    `insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
     values ($1::text, $1::text::uuid, $2, 'email', $3, $3)`,
    [id, data, user.now],
  )
  return await getById(sql, id)
}

/** Writes these columns of a user's row. */
export async function updateUser(
  sql: Transaction,
  { id }: { id: string },
  changes: Partial<User>,
): Promise<void> {
  const columns = Object.keys(changes).map((name, index) => `${name} = $${index + 2}`)
  const statement = `update auth.users set ${columns.join(', ')} where id = $1`
  await sql.query(statement, [id, ...Object.values(changes)])
}

/** From now on the address counts as confirmed. A password that the row has stays as it is. */
export async function confirmUser(sql: Transaction, user: User, now: Date): Promise<void> {
  await updateUser(sql, user, {
    email_confirmed_at: user.email_confirmed_at ?? now,
    updated_at: now,
    raw_user_meta_data: { ...user.raw_user_meta_data, email_verified: true },
    confirmation_token: '',
  })
  await sql.query(
    `update auth.identities set identity_data = identity_data || '{ "email_verified": true }'
     where user_id = $1 and provider = 'email'`,
    [user.id],
  )
}

/** Whoever is banned does nothing that needs a user. @throws {AuthFailure} */
export function assertNotBanned(project: Project, { banned_until: until }: User, status = 403) {
  if (until === null || until.getTime() <= project.now()) return
  throw new AuthFailure(status, 'user_banned', 'User is banned')
}

/** What Auth tells of a user. */
export function describeUser(user: User) {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email,
    email_confirmed_at: user.email_confirmed_at ?? undefined,
    confirmed_at: user.email_confirmed_at ?? undefined,
    confirmation_sent_at: user.confirmation_sent_at ?? undefined,
    recovery_sent_at: user.recovery_sent_at ?? undefined,
    new_email: user.email_change || undefined,
    email_change_sent_at: user.email_change_sent_at ?? undefined,
    last_sign_in_at: user.last_sign_in_at ?? undefined,
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    identities: user.identities.map(({ id, provider_id, ...identity }) => ({
      identity_id: id,
      id: provider_id,
      ...identity,
    })),
    created_at: user.created_at,
    updated_at: user.updated_at,
    is_anonymous: user.is_anonymous,
  }
}
