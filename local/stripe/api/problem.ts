import { Refusal } from '../../wire/refusal.ts'

export type ProblemDetails = {
  type?: 'invalid_request_error' | 'api_error' | 'idempotency_error'
  code?: string | undefined
  param?: string | undefined
  headers?: Record<string, string>
}

/** What Stripe calls an error. */
export class StripeProblem extends Refusal {
  readonly details: ProblemDetails

  constructor(status: number, message: string, details: ProblemDetails = {}) {
    super(status, message, details.headers)
    this.name = 'StripeProblem'
    this.details = details
  }
}

/** The JSON in which Stripe wraps a problem. */
export function problemBody(problem: Refusal) {
  const { message, status } = problem
  const details: ProblemDetails = problem instanceof StripeProblem ? problem.details : {}
  const usual = status >= 500 ? 'api_error' : 'invalid_request_error'
  const { type = usual, code, param } = details
  const docs = code && { code, doc_url: `https://docs.stripe.com/error-codes/${code}` }
  return { error: { type, message, ...docs, ...(param && { param }) } }
}

/** 400 for a parameter's value. */
export function invalid(message: string, param?: string, code?: string): StripeProblem {
  return new StripeProblem(400, message, { param, code })
}

/** 400 for a parameter that must be there. */
export function missing(param: string): StripeProblem {
  return invalid(`Missing required param: ${param}.`, param, 'parameter_missing')
}

/** 400 for a parameter that the endpoint doesn't take. */
export function unknownParameter(name: string): StripeProblem {
  return invalid(`Received unknown parameter: ${name}`, name, 'parameter_unknown')
}

/** 404 if the path names the object, 400 if a parameter does. */
export function noSuch(kind: string, id: string, param = 'id', hint = ''): StripeProblem {
  const status = param === 'id' ? 404 : 400
  const message = `No such ${kind}: '${id}'${hint}`
  return new StripeProblem(status, message, { param, code: 'resource_missing' })
}

/** @param permission in the key editor's word, such as `rak_subscription_read` */
export function notPermitted(permission: string, key: string, account: string): StripeProblem {
  const mask = `${key.slice(0, 8)}***`
  return new StripeProblem(
    403,
    `The provided key '${mask}' does not have the required permissions for this endpoint on account '${account}'. Having the '${permission}' permission would allow this request to continue.`,
  )
}
