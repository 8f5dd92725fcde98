/** A refusal of Supabase Auth, with the `code` that clients act on. */
export class AuthFailure extends Error {
  status: number
  code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

// https://github.com/supabase/auth/blob/master/internal/api/apiversions.go
const versionHeader = 'x-supabase-api-version'
const versionOf2024 = '2024-01-01'

/**
 * `{ code, message }` for clients that ask for the API of 2024 or later, `{ code: status, error_code, msg }` for others.
 * The answer names the version that it follows: supabase-js reads `code` only if it does.
 */
export function failureResponse(failure: AuthFailure, request: Request): Response {
  const { status, code, message } = failure
  const asked = request.headers.get(versionHeader) ?? ''
  const headers = { 'x-sb-error-code': code }
  if (!/^\d{4}-\d\d-\d\d$/.test(asked) || asked < versionOf2024) {
    return Response.json({ code: status, error_code: code, msg: message }, { status, headers })
  }
  const version = { [versionHeader]: versionOf2024 }
  return Response.json({ code, message }, { status, headers: { ...headers, ...version } })
}
