import { setTimeout as sleep } from 'node:timers/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from './account.ts'
import { API_VERSION } from './account.ts'
import { clock, type Call } from './calls.ts'
import type { Control, Fault } from './control.ts'
import { findProblem, takeFault } from './faults.ts'
import type { createIdempotency } from './idempotency.ts'
import { getAccount, readKey, type Accounts } from './keys.ts'
import { notPermitted, problemBody, StripeProblem } from './problem.ts'
import type { createRateLimit } from './rate-limit.ts'
import { ROUTES } from './routes/index.ts'
import { readBody } from './wire/body.ts'
import { assertExpandable, expandAnswer } from './wire/expand.ts'
import { unknownParameter } from './wire/list.ts'
import { findList, parseParams } from './wire/params.ts'
import { findRoute } from '../find-route.ts'

export type Api = {
  accounts: () => Accounts
  control: Control
  calls: Call[]
  nextRequestId: () => string
  rateLimit: ReturnType<typeof createRateLimit>
  idempotency: ReturnType<typeof createIdempotency>
}

/** Answers one request to `/v1/...`: faults first, then what Stripe would say. */
export async function answerApi(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = clock()
  const { method = 'GET' } = request
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const body = await readBody(request)
  const params = parseParams(query, body)
  const requestId = api.nextRequestId()
  const call: Call = { method, path, query, params, requestId, at, endedAt: null, status: 0 }
  api.calls.push(call)

  const expand = expandPaths(call)
  const fault = takeFault(api.control, { method, path, expand })
  const delayMs = api.control.latencyMs + (fault?.delayMs ?? 0)
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  if (fault?.hang) return

  const key = readKey(request.headers.authorization)
  const idempotencyKey = request.headers['idempotency-key']?.toString() ?? null
  const { status, text, headers } = attempt(() =>
    answerCall(api, call, { key, idempotencyKey, fault }),
  )
  if (fault?.lateMs) await sleep(fault.lateMs, undefined, { ref: false })
  await fault?.until
  call.status = status
  call.endedAt = clock()
  send(response, { status, text, headers: { ...headers, 'request-id': requestId }, fault })
}

function expandPaths({ params }: Call): string[] {
  return typeof params['expand'] === 'object' ? (findList(params, 'expand') ?? []) : []
}

type Answer = { status: number; text: string; headers: Record<string, string> }

/** The one place where a problem becomes a response. */
function attempt(answer: () => Answer): Answer {
  try {
    return answer()
  } catch (error) {
    if (error instanceof StripeProblem) {
      const text = JSON.stringify(problemBody(error))
      return { status: error.status, text, headers: error.details.headers ?? {} }
    }
    console.error('The Stripe stand-in failed:', error)
    const problem = new StripeProblem(500, String(error), { type: 'api_error' })
    return { status: 500, text: JSON.stringify(problemBody(problem)), headers: {} }
  }
}

function answerCall(
  api: Api,
  call: Call,
  {
    key,
    idempotencyKey,
    fault,
  }: { key: string; idempotencyKey: string | null; fault: Fault | null },
): Answer {
  const { method, path, params } = call
  const account = getAccount(api.accounts(), key)
  const problem = fault && findProblem(fault, { key, account: account.id })
  if (problem) throw problem

  const found = findRoute(ROUTES, method, path)
  if (!found) {
    throw new StripeProblem(501, `The Stripe stand-in has no route ${method} ${path}`, {
      type: 'api_error',
    })
  }
  const { route, ids } = found
  api.rateLimit.check(`${account.id} ${method} ${route.path}`)
  const permit = permitter(api.control, account, key)
  permit(route.permission)
  assertExpandable(expandPaths(call), permit)
  const unknown = Object.keys(params).find((name) => ![...route.params, 'expand'].includes(name))
  if (unknown) throw unknownParameter(unknown)

  const replayKey = method === 'POST' && idempotencyKey ? `${key} ${idempotencyKey}` : null
  const fingerprint = `${path} ${JSON.stringify(params)}`
  const replay = replayKey && api.idempotency.find(replayKey, fingerprint)
  if (replay) return { status: 200, text: replay, headers: { 'idempotent-replayed': 'true' } }

  account.request =
    method === 'GET' ? null : { id: call.requestId, idempotency_key: idempotencyKey }
  try {
    const answer = route.answer({ account, params, ids: ids as [string, ...string[]] })
    expandAnswer(account, answer, expandPaths(call))
    const text = JSON.stringify(answer)
    if (replayKey) api.idempotency.keep(replayKey, { request: fingerprint, body: text })
    return { status: 200, text, headers: {} }
  } finally {
    account.request = null
  }
}

function permitter(control: Control, account: Account, key: string) {
  return (permission: string): void => {
    if (control.revokedPermissions.includes(permission) || !isAllowed(control, key, permission)) {
      throw notPermitted(permission, key, account.id)
    }
  }
}

/** A secret key can't be narrowed, at Stripe as here. */
function isAllowed({ keyPermissions }: Control, key: string, permission: string): boolean {
  const granted = key.startsWith('rk_') ? keyPermissions[key] : undefined
  if (granted === undefined) return true
  return granted.includes(permission) || granted.includes(permission.replace(/_read$/, '_write'))
}

function send(
  response: ServerResponse,
  { status, text, headers, fault }: Answer & { fault: Fault | null },
): void {
  const body = fault?.rubbish ? '<html>not what you expected' : text
  response.writeHead(fault?.rubbish ? 200 : status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'stripe-version': API_VERSION,
  })
  if (!fault?.cut) response.end(body)
  else response.write(body.slice(0, Math.ceil(body.length / 2)), () => response.destroy())
}
