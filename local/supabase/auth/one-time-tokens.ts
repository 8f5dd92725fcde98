import type { Transaction } from '@electric-sql/pglite'
import { createHash, randomInt } from 'node:crypto'
import type { Project } from '../project.ts'
import type { User } from './users.ts'
import { updateUser } from './users.ts'

/** Each kind lives twice: the code as a column of its user, the link as a row. When it was sent is one more column. */
const sentAtOf = {
  confirmation_token: 'confirmation_sent_at',
  recovery_token: 'recovery_sent_at',
  email_change_token_current: 'email_change_sent_at',
  email_change_token_new: 'email_change_sent_at',
  reauthentication_token: 'reauthentication_sent_at',
} as const
export type TokenType = keyof typeof sentAtOf

/** What an email carries: the code, and in its link the hash of address and code. */
export type OneTimeToken = { code: string; tokenHash: string }

/** In front of the hash where the request brought a code challenge. */
export const pkcePrefix = 'pkce_'

/** Neither a separator nor a form of code: what is split elsewhere has the same hash. */
export function hashToken(email: string, code: string): string {
  return createHash('sha224').update(`${email}${code}`).digest('hex')
}

export function drawToken(project: Project, email: string, isPkce: boolean): OneTimeToken {
  const digits = Array.from({ length: project.controls.otpLength }, () => randomInt(10))
  const code = digits.join('')
  return { code, tokenHash: (isPkce ? pkcePrefix : '') + hashToken(email, code) }
}

/** Keeps what was emailed. It replaces the user's former token of that type. */
export async function keepToken(
  sql: Transaction,
  project: Project,
  order: { user: User; type: TokenType; email: string; tokenHash: string },
): Promise<void> {
  const { user, type, email, tokenHash } = order
  const now = new Date(project.now())
  await updateUser(sql, user, { [type]: tokenHash, [sentAtOf[type]]: now })
  await dropRow(sql, user.id, type)
  await sql.query(
    `insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to, created_at)
     values ($1, $2, $3, $4, $5)`,
    [user.id, type, tokenHash, email.toLowerCase(), now.toISOString()],
  )
}

/** The user of a link. Its row has no age of its own. */
export async function findRow(
  sql: Transaction,
  tokenHash: string,
  types: TokenType[],
): Promise<{ userId: string; type: TokenType } | null> {
  const found = await sql.query<{ userId: string; type: TokenType }>(
    `select user_id as "userId", token_type::text as type from auth.one_time_tokens
     where token_hash = $1 and token_type::text = any($2)`,
    [tokenHash, types],
  )
  return found.rows[0] ?? null
}

/** Whether a user's token of this type can still be spent, by when it was sent. */
export function isFresh(project: Project, user: User, type: TokenType): boolean {
  const sentAt = user[sentAtOf[type]]
  return (
    sentAt !== null && project.now() <= sentAt.getTime() + project.controls.otpExpirySeconds * 1000
  )
}

/** Whether a code is the one in the user's column, and fresh. */
export function isCode(project: Project, user: User, type: TokenType, hash: string): boolean {
  return [hash, pkcePrefix + hash].includes(user[type] ?? '') && isFresh(project, user, type)
}

export async function dropRow(sql: Transaction, userId: string, type: TokenType): Promise<void> {
  await sql.query('delete from auth.one_time_tokens where user_id = $1 and token_type = $2', [
    userId,
    type,
  ])
}

export async function dropAllRows(sql: Transaction, userId: string): Promise<void> {
  await sql.query('delete from auth.one_time_tokens where user_id = $1', [userId])
}
