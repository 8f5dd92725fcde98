import type { Call } from './call.ts'

/** A request that a service refuses: thrown anywhere below a route, worded by the service in one place. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.headers = headers
  }
}

/** 501 for a route that the stand-in doesn't have, so that no one takes its answer for the service's. */
export function noRoute(name: string, { method, path }: Pick<Call, 'method' | 'path'>): Refusal {
  return new Refusal(501, `The ${name} stand-in has no route ${method} ${path}`)
}
