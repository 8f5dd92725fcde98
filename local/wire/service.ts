import type { Call } from './call.ts'
import type { Controls, Disturbances } from './controls.ts'
import type { Refusal } from './refusal.ts'

/** A request to the API, with its record. The body can be read once more. */
export type Exchange<N extends object = object> = { request: Request; call: Call & N }

/**
 * What tells one service from another; the wire does the rest.
 *
 * @typeParam C its controls
 * @typeParam N the fields that it adds to the record of a call
 * @typeParam G the groups among its controls
 */
export type Service<
  C extends Disturbances,
  N extends object = object,
  G extends keyof C = never,
> = {
  /** As in "The Stripe stand-in has no route GET /v1/moon". */
  name: string
  controls: Controls<C, G>
  /** Its own fields of the record of a call. */
  note(sent: { query: string; text: string }): N
  /** Milliseconds that an answer takes from the request on, the work on it included. */
  latencyMs(call: Call): number
  /** What a fault with a status, or with something of the service's own, refuses; `null` if it refuses nothing. */
  wordFault(fault: C['faults'][number], exchange: Exchange<N>): Refusal | null
  /** Answers what belongs to the API. @throws {Refusal} */
  answer(exchange: Exchange<N>): Response | Promise<Response>
  /** A refusal in the service's JSON. */
  describe(refusal: Refusal, call: Call & N): unknown
  /** Headers of every answer of the API. */
  headers?(call: Call & N): Record<string, string>
  /** What is served besides the API, such as pages: neither recorded nor disturbed. `null` if the request is the API's. */
  serveBeside?(request: Request): Response | null | Promise<Response | null>
}
