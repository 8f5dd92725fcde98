import { findRoute } from '../../wire/find-route.ts'
import { noRoute, Refusal } from '../../wire/refusal.ts'
import type { Exchange, Service } from '../../wire/service.ts'
import { apiVersion } from '../account.ts'
import type { Control, StripeControls } from '../control.ts'
import { createIds } from '../ids.ts'
import { createExpander } from './expand.ts'
import { createIdempotency } from './idempotency.ts'
import type { Accounts } from './keys.ts'
import { getAccount, permitter, readKey } from './keys.ts'
import type { Params } from './params.ts'
import { findList, parseParams } from './params.ts'
import { problemBody, unknownParameter } from './problem.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Resource } from './resource.ts'
import { wordFault, wordStatus } from './word-fault.ts'

/** What is noted about each call. */
export type Noted = {
  /** Query and body together, decoded. */
  params: Params
  requestId: string
}

export type StripeService = Service<Control, Noted, 'deliveries'> & {
  /** As if there had been no request yet. */
  reset(): void
}

/** Stripe's API, made of its resources. */
export function createStripeService({
  resources,
  controls,
  accounts,
  serveBeside,
}: {
  serveBeside: NonNullable<StripeService['serveBeside']>
  resources: readonly Resource[]
  controls: StripeControls
  accounts: () => Accounts
}): StripeService {
  const control = controls.now
  const routes = resources.flatMap((resource) => resource.routes)
  const expander = createExpander(resources)
  const nextId = createIds()
  const rateLimit = createRateLimit(control)
  const idempotency = createIdempotency()

  function answer({ request, call }: Exchange<Noted>): Response {
    const { method, path, params } = call
    const key = readKey(request)
    const account = getAccount(accounts(), key)
    const found = findRoute(routes, method, path)
    if (!found) throw noRoute('Stripe', call)
    const { route, ids } = found
    if (rateLimit.isOver(`${account.id} ${method} ${route.path}`)) throw wordStatus(429)
    const permit = permitter(account, key)
    permit(route.permission)
    const paths = expandPaths(params)
    expander.assertAllowed(paths, permit)
    const unknown = Object.keys(params).find((name) => ![...route.params, 'expand'].includes(name))
    if (unknown) throw unknownParameter(unknown)

    const kept = keptAs({ request, call })
    const replay = kept && idempotency.find(kept.key, kept.request)
    if (replay) return replay

    const idempotency_key = request.headers.get('idempotency-key')
    account.request = method === 'GET' ? null : { id: call.requestId, idempotency_key }
    try {
      const answered = route.answer({ account, params, ids: ids as [string, ...string[]] })
      // What is kept is not what is expanded.
      const object = paths.length > 0 ? structuredClone(answered) : answered
      expander.expand(account, object, paths)
      const body = JSON.stringify(object)
      if (kept) idempotency.keep(kept.key, { request: kept.request, status: 200, body })
      return json(body)
    } catch (error) {
      // The method had begun: what it refuses is refused again, whatever has become true meanwhile.
      if (kept && error instanceof Refusal) keepRefusal(kept, error)
      throw error
    } finally {
      account.request = null
    }
  }

  function keepRefusal(kept: { key: string; request: string }, refusal: Refusal): void {
    const { status } = refusal
    const body = JSON.stringify(problemBody(refusal))
    idempotency.keep(kept.key, { request: kept.request, status, body })
  }

  return {
    name: 'Stripe',
    controls,
    note: ({ query, text }) => ({ params: parseParams(query, text), requestId: nextId('req') }),
    latencyMs: () => control.latencyMs,
    wordFault(fault, { request, call }) {
      const key = readKey(request)
      const refusal = wordFault(fault, { key, account: getAccount(accounts(), key).id })
      const kept = fault.isKept === true && keptAs({ request, call })
      if (!refusal || !kept) return refusal
      // What was answered before is answered again, whatever would happen now.
      if (idempotency.find(kept.key, kept.request)) return null
      keepRefusal(kept, refusal)
      return refusal
    },
    answer,
    describe: problemBody,
    headers: ({ requestId }) => ({ 'request-id': requestId, 'stripe-version': apiVersion }),
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

/** Under which key an answer is kept, and for which request; `null`: it isn't. */
function keptAs({ request, call: { method, path, params } }: Exchange<Noted>) {
  const idempotencyKey = request.headers.get('idempotency-key')
  if (method !== 'POST' || !idempotencyKey) return null
  return {
    key: `${readKey(request)} ${idempotencyKey}`,
    request: `${path} ${JSON.stringify(params)}`,
  }
}

function json(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json' } })
}
