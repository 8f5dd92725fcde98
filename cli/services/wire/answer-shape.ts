import type { Service } from '../service-error.ts'
import { ServiceError } from '../service-error.ts'

type Row = Record<string, unknown>

/** A list of objects. @throws {ServiceError} if the answer is none */
export function asRows(service: Service, answer: unknown, at: string): Row[] {
  if (Array.isArray(answer)) return answer as Row[]
  throw new ServiceError(service, { at, status: 200, code: 'odd_shape' })
}

/** An object. @throws {ServiceError} if the answer is none */
export function asObject(service: Service, answer: unknown, at: string): Row {
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as Row
  throw new ServiceError(service, { at, status: 200, code: 'odd_shape' })
}

/** The first text among these fields of an answer; empty if none is one. */
export function firstText(...fields: unknown[]): string {
  return fields.find((field): field is string => typeof field === 'string' && field !== '') ?? ''
}
