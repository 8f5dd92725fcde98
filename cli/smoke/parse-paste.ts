/** What the owner copied from the email. */
export type Pasted =
  | { kind: 'hash'; tokenHash: string; type: 'email' | 'signup' | 'magiclink' }
  | { kind: 'code'; code: string }

const types = ['email', 'signup', 'magiclink'] as const

/**
 * Reads the email's link (ours, or the one of Supabase's own templates) or its code, with any blanks that came along.
 * @returns `null` if it is neither
 */
export function parsePaste(text: string): Pasted | null {
  const joined = text.replace(/\s+/g, '')
  if (/^\d{6,10}$/.test(joined)) return { kind: 'code', code: joined }
  const url = URL.parse(joined)
  if (url === null) return null
  const tokenHash =
    new URLSearchParams(url.hash.slice(1)).get('token_hash') ??
    (url.pathname.endsWith('/auth/v1/verify') ? url.searchParams.get('token') : null)
  if (tokenHash === null || !/^[\w-]{16,256}$/.test(tokenHash)) return null
  const stated = url.hash === '' ? url.searchParams.get('type') : null
  return { kind: 'hash', tokenHash, type: types.find((type) => type === stated) ?? 'email' }
}
