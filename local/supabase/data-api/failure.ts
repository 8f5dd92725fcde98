/** PostgREST's refusal: `{ code, message, details, hint }` under its status. */
export class DataApiFailure extends Error {
  status: number
  code: string
  details: string | null
  hint: string | null
  contentRange: string | null

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: string | null; hint?: string | null; contentRange?: string } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = more.details ?? null
    this.hint = more.hint ?? null
    this.contentRange = more.contentRange ?? null
  }
}

// The longest beginning wins. https://docs.postgrest.org/en/stable/references/errors.html
const statusBySqlState: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '23503': 409,
  '23505': 409,
  '25': 500,
  '25006': 405,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '42883': 404,
  '42P01': 404,
  '42P17': 500,
  '53': 503,
  '53400': 500,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  P0001: 400,
  XX: 500,
}

/** An error of Postgres as PostgREST tells it: a missing right is 401 for `anon` and 403 for everyone else. */
export function asDataApiFailure(error: unknown, role: string): DataApiFailure {
  if (error instanceof DataApiFailure) return error
  const { code, message, detail, hint } = error as Error & Record<string, string | undefined>
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) throw error
  return new DataApiFailure(statusOf(code, role), code, message ?? '', {
    details: detail ?? null,
    hint: hint ?? null,
  })
}

function statusOf(code: string, role: string): number {
  if (code === '42501') return role === 'anon' ? 401 : 403
  return statusBySqlState[code] ?? statusBySqlState[code.slice(0, 2)] ?? 400
}

export function failureResponse(failure: DataApiFailure): Response {
  const { status, code, message, details, hint, contentRange } = failure
  const headers = new Headers({
    'Content-Type': 'application/json; charset=utf-8',
    'Proxy-Status': `PostgREST; error=${code}`,
  })
  if (status === 401) headers.set('WWW-Authenticate', `Bearer error="invalid_token"`)
  if (contentRange !== null) headers.set('Content-Range', contentRange)
  return Response.json({ code, details, hint, message }, { status, headers })
}
