import type { Transaction } from '@electric-sql/pglite'
import { roleOfApiKey } from './api-keys.ts'
import { becomeRole } from './as-role.ts'
import { planCall } from './data-api/call-function.ts'
import { asDataApiFailure, DataApiFailure, failureResponse } from './data-api/failure.ts'
import { identify } from './data-api/identity.ts'
import { planSelect } from './data-api/select-rows.ts'
import { noRoute } from '../wire/refusal.ts'
import { readJson } from './read-json.ts'
import type { Project } from './project.ts'

type Plan = (transaction: Transaction) => Promise<Response>

/**
 * PostgREST's API, as far as the gateway uses it: a filtered select of columns, and function calls. Each request is one
 * transaction that runs as the role of its token; `note` is told which role that was.
 * @throws {Refusal} 501
 */
export async function answerDataApi(
  project: Project,
  request: Request,
  note: (role: string) => void,
): Promise<Response> {
  const roleOfKey = roleOfApiKey(project, request)
  if (roleOfKey instanceof Response) return roleOfKey
  let role = 'anon'
  try {
    const identity = await identify(project, request, roleOfKey)
    role = identity.role
    note(role)
    const plan = await planRequest(project, request)
    if (plan === null)
      throw noRoute('Supabase', { method: request.method, path: new URL(request.url).pathname })
    return await project.database.transaction(async (transaction) => {
      await describeRequest(transaction, request)
      await becomeRole(transaction, identity)
      return await plan(transaction)
    })
  } catch (error) {
    return failureResponse(asDataApiFailure(error, role))
  }
}

async function planRequest(project: Project, request: Request): Promise<Plan | null> {
  const { pathname, searchParams } = new URL(request.url)
  const [, rpc, encoded] = /^\/rest\/v1\/(rpc\/)?([^/]+)$/.exec(pathname) ?? []
  if (encoded === undefined) return null
  const name = decodeURIComponent(encoded)
  const schema = schemaOf(project, request)
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  if (rpc === undefined) {
    if (!isReading) return null
    await assertTable(project, schema, name)
    return planSelect({ schema, table: name, request, settings: project.controls })
  }
  searchParams.delete('apikey')
  if (!isReading && (request.method !== 'POST' || searchParams.size > 0)) return null
  const args = isReading ? Object.fromEntries(searchParams) : await readJson(request)
  if (args === null) throw new DataApiFailure(400, 'PGRST102', 'Empty or invalid json')
  const order = { schema, name, args, request, settings: project.controls }
  return await planCall(project.database, order)
}

/** Accept-Profile for reading, Content-Profile for calling; the first exposed schema if neither is sent. */
function schemaOf(project: Project, request: Request): string {
  const header = request.method === 'POST' ? 'content-profile' : 'accept-profile'
  const { schemas } = project.controls
  const asked = request.headers.get(header) ?? schemas[0] ?? 'public'
  if (!schemas.includes(asked))
    throw new DataApiFailure(406, 'PGRST106', `Invalid schema: ${asked}`)
  return asked
}

async function assertTable(project: Project, schema: string, table: string): Promise<void> {
  const { rows } = await project.database.query(
    `select from pg_class where relnamespace = (select oid from pg_namespace where nspname = $1)
       and relname = $2 and relkind in ('r', 'p', 'v', 'm', 'f')`,
    [schema, table],
  )
  if (rows.length > 0) return
  const message = `Could not find the table '${schema}.${table}' in the schema cache`
  throw new DataApiFailure(404, 'PGRST205', message)
}

/** Tells policies and functions about the request. A GET may change nothing. */
async function describeRequest(transaction: Transaction, request: Request): Promise<void> {
  const headers = JSON.stringify(Object.fromEntries(request.headers))
  const { pathname } = new URL(request.url)
  if (request.method !== 'POST') await transaction.query('set transaction read only')
  await transaction.query(
    `select set_config('request.method', $1, true), set_config('request.path', $2, true),
       set_config('request.headers', $3, true)`,
    [request.method, pathname.replace('/rest/v1', ''), headers],
  )
}
