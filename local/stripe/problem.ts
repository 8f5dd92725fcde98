import { Refusal } from '../wire/refusal.ts'

/** What Stripe calls an error. */
export class StripeProblem extends Refusal {
  readonly details: ProblemDetails

  constructor(status: number, message: string, details: ProblemDetails = {}) {
    super(status, message, details.headers)
    this.name = 'StripeProblem'
    this.details = details
  }
}

export type ProblemDetails = {
  type?: 'invalid_request_error' | 'api_error' | 'idempotency_error'
  code?: string | undefined
  param?: string | undefined
  headers?: Record<string, string>
}

/** The JSON body in which Stripe wraps a problem. */
export function problemBody(problem: Refusal) {
  const { message, status } = problem
  const details: ProblemDetails = problem instanceof StripeProblem ? problem.details : {}
  const usual = status >= 500 ? 'api_error' : 'invalid_request_error'
  const { type = usual, code, param } = details
  const docs = code && { code, doc_url: `https://docs.stripe.com/error-codes/${code}` }
  return { error: { type, message, ...docs, ...(param && { param }) } }
}

export function invalid(message: string, param?: string, code?: string): StripeProblem {
  return new StripeProblem(400, message, { param, code })
}

export function missing(param: string): StripeProblem {
  return invalid(`Missing required param: ${param}.`, param, 'parameter_missing')
}

/** 404 where the path names the object, 400 where a parameter does. */
export function noSuch(kind: string, id: string, param = 'id', hint = ''): StripeProblem {
  const status = param === 'id' ? 404 : 400
  return new StripeProblem(status, `No such ${kind}: '${id}'${hint}`, {
    param,
    code: 'resource_missing',
  })
}

/** The permission is the word of the key editor, such as `rak_subscription_read`. */
export function notPermitted(permission: string, key: string, account: string): StripeProblem {
  const mask = `${key.slice(0, 8)}***`
  return new StripeProblem(
    403,
    `The provided key '${mask}' does not have the required permissions for this endpoint on account '${account}'. Having the '${permission}' permission would allow this request to continue.`,
  )
}
