import { asAuth } from '../as-auth.ts'
import type { Project } from '../../project.ts'
import { AuthFailure } from '../failure.ts'
import type { User } from '../users.ts'
import {
  confirmUser,
  describeUser,
  findByEmail,
  findById,
  getById,
  insertUser,
  parseAddress,
} from '../users.ts'
import { hashPassword } from '../ways/passwords.ts'

/** GET /admin/users: newest first. `filter` is a part of the address, which Auth takes and its description leaves out. */
export async function listPeople(project: Project, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const [page, perPage] = ['page', 'per_page'].map((name, index) => {
    const number = Number(searchParams.get(name) || [1, 50][index])
    if (Number.isInteger(number) && number > 0) return number
    throw new AuthFailure(400, 'validation_failed', 'Bad Pagination Parameters')
  }) as [number, number]
  const part = searchParams.get('filter') ?? ''
  const users = await asAuth(project, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      `select id from auth.users where aud = 'authenticated' and ($1 = '' or email like '%' || $1 || '%')
       order by created_at desc limit $2 offset $3`,
      [part, perPage, (page - 1) * perPage],
    )
    return await Promise.all(rows.map(({ id }) => getById(sql, id)))
  })
  return Response.json({ users: users.map(describeUser), aud: 'authenticated' })
}

/** POST /admin/users: no hook is asked, and no email goes out. */
export async function addPerson(
  project: Project,
  body: Record<string, unknown>,
): Promise<Response> {
  const email = parseAddress(body['email'])
  const now = new Date(project.now())
  const passwordHash =
    body['password'] === undefined ? null : hashPassword(project, body['password'])
  const user = await asAuth(project, async (sql) => {
    if ((await findByEmail(sql, email)) !== null) throw emailExists()
    const data = body['user_metadata'] ?? {}
    const made = await insertUser(sql, { email, passwordHash, data, now })
    if (body['email_confirm'] === true) await confirmUser(sql, made, now)
    return await getById(sql, made.id)
  })
  return Response.json(describeUser(user))
}

/** GET /admin/users/:id */
export async function readPerson(project: Project, id: string): Promise<Response> {
  return Response.json(describeUser(await asAuth(project, (sql) => getPerson(sql, id))))
}

/** DELETE /admin/users/:id: sessions and tokens go with the row. */
export async function removePerson(project: Project, id: string): Promise<Response> {
  await asAuth(project, async (sql) => {
    const user = await getPerson(sql, id)
    await sql.query('delete from auth.users where id = $1', [user.id])
  })
  return Response.json({})
}

export function emailExists(): AuthFailure {
  return new AuthFailure(
    422,
    'email_exists',
    'A user with this email address has already been registered',
  )
}

async function getPerson(sql: Parameters<typeof findById>[0], id: string): Promise<User> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new AuthFailure(404, 'validation_failed', 'user_id must be an UUID')
  const user = await findById(sql, id)
  if (user === null) throw new AuthFailure(404, 'user_not_found', 'User not found')
  return user
}
