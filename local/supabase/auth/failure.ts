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

/** `{ code, message }` for clients that ask for the API of 2024, `{ code: status, error_code, msg }` for others. */
export function failureResponse(failure: AuthFailure, request: Request): Response {
  const { status, code, message } = failure
  const version = request.headers.get('x-supabase-api-version') ?? ''
  const body =
    version >= '2024-01-01' ? { code, message } : { code: status, error_code: code, msg: message }
  return Response.json(body, { status, headers: { 'x-sb-error-code': code } })
}
