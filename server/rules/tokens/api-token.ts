/** Whether it has the form of a token of this mode: anything else needs no asking. */
export function isApiToken(text: string, livemode: boolean): boolean {
  return (livemode ? /^pg_live_[0-9A-Za-z]{38}$/ : /^pg_test_[0-9A-Za-z]{38}$/).test(text)
}

/**
 * The token of an `Authorization` header that is ours to judge: whatever isn't written as Supabase writes its own, in
 * three parts. `null`: Supabase's, or none.
 */
export function findApiToken(authorization: string | null): string | null {
  const token = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1]
  return token === undefined || /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token) ? null : token
}
