import { findRoute } from '../wire/find-route.ts'
import { noRoute } from '../wire/refusal.ts'
import type { Exchange, Service } from '../wire/service.ts'
import type { Account } from './account.ts'
import { API_VERSION } from './account.ts'
import type { Control } from './control.ts'
import type { createStripeControls } from './control.ts'
import { findProblem } from './faults.ts'
import { createIdempotency } from './idempotency.ts'
import { createIds } from './ids.ts'
import type { Accounts } from './keys.ts'
import { getAccount, readKey } from './keys.ts'
import { notPermitted, problemBody } from './problem.ts'
import { createRateLimit } from './rate-limit.ts'
import { ROUTES } from './routes/index.ts'
import { assertExpandable, expandAnswer } from './wire/expand.ts'
import { unknownParameter } from './wire/list.ts'
import type { Params } from './wire/params.ts'
import { findList, parseParams } from './wire/params.ts'

/** What is noted down about each call. */
export type Noted = {
  /** Query and body together, decoded. */
  params: Params
  requestId: string
}

export type StripeService = Service<Control, Noted, 'deliveries'> & {
  /** No request was made yet. */
  reset(): void
}

/** Stripe's API under `/v1` and `/v2`, with `serveBeside` for every other path. */
export function createStripeService({
  controls,
  accounts,
  serveBeside,
}: {
  controls: ReturnType<typeof createStripeControls>
  accounts: () => Accounts
  serveBeside: (request: Request) => Promise<Response | null>
}): StripeService {
  const control = controls.now
  const nextId = createIds()
  const rateLimit = createRateLimit(control)
  const idempotency = createIdempotency()

  function answer({ request, call }: Exchange<Noted>): Response {
    const { method, path, params } = call
    const key = readKey(request.headers.get('authorization'))
    const account = getAccount(accounts(), key)
    const found = findRoute(ROUTES, method, path)
    if (!found) throw noRoute('Stripe', call)
    const { route, ids } = found
    rateLimit.check(`${account.id} ${method} ${route.path}`)
    const permit = permitter(control, account, key)
    permit(route.permission)
    const expand = expandPaths(params)
    assertExpandable(expand, permit)
    const unknown = Object.keys(params).find((name) => ![...route.params, 'expand'].includes(name))
    if (unknown) throw unknownParameter(unknown)

    const idempotencyKey = request.headers.get('idempotency-key')
    const replayKey = method === 'POST' && idempotencyKey ? `${key} ${idempotencyKey}` : null
    const fingerprint = `${path} ${JSON.stringify(params)}`
    const replay = replayKey && idempotency.find(replayKey, fingerprint)
    if (replay) return json(replay, { 'idempotent-replayed': 'true' })

    account.request =
      method === 'GET' ? null : { id: call.requestId, idempotency_key: idempotencyKey }
    try {
      const object = route.answer({ account, params, ids: ids as [string, ...string[]] })
      expandAnswer(account, object, expand)
      const text = JSON.stringify(object)
      if (replayKey) idempotency.keep(replayKey, { request: fingerprint, body: text })
      return json(text)
    } finally {
      account.request = null
    }
  }

  return {
    name: 'Stripe',
    controls,
    note: ({ query, text }) => ({ params: parseParams(query, text), requestId: nextId('req') }),
    latencyMs: () => control.latencyMs,
    meets: ({ onlyWhenExpanding }, { params }) =>
      !onlyWhenExpanding || expandPaths(params).some((path) => path.includes(onlyWhenExpanding)),
    wordFault(fault, { request }) {
      const key = readKey(request.headers.get('authorization'))
      return findProblem(fault, { key, account: getAccount(accounts(), key).id })
    },
    answer,
    describe: problemBody,
    headers: ({ requestId }) => ({ 'request-id': requestId, 'stripe-version': API_VERSION }),
    serveBeside,
    reset() {
      rateLimit.reset()
      idempotency.reset()
    },
  }
}

function expandPaths(params: Params): string[] {
  return typeof params['expand'] === 'object' ? (findList(params, 'expand') ?? []) : []
}

function json(text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
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
