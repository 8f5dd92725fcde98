export type Exchange = {
  /** The values of the path's `:names`, in order. */
  ids: readonly [string, ...string[]]
  query: URLSearchParams
  headers: Headers
  /** The JSON that came, `undefined` where none did. */
  body: unknown
}

/** One operation of a service. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Such as `/v1/projects/:ref`. */
  path: string
  /** @throws {Refusal} */
  answer(exchange: Exchange): Response | Promise<Response>
}
