import type { Identity } from '#local/supabase/as-role.ts'

export function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1000) - seconds
}

/** The claims of a person who proved the address by mail a minute ago; a claim given as `undefined` is left out. */
export function claimsOf(email: unknown, changes: Record<string, unknown> = {}) {
  return {
    iss: 'https://project.supabase.co/auth/v1',
    sub: '11111111-1111-4111-8111-111111111111',
    aud: 'authenticated',
    role: 'authenticated',
    email,
    phone: '',
    aal: 'aal1',
    amr: [{ method: 'otp', timestamp: secondsAgo(60) }],
    session_id: '22222222-2222-4222-8222-222222222222',
    is_anonymous: false,
    ...changes,
  }
}

export function visitor(email: unknown, changes: Record<string, unknown> = {}): Identity {
  return { role: 'authenticated', claims: claimsOf(email, changes) }
}

export const anybody: Identity = { role: 'anon' }
export const server: Identity = { role: 'service_role' }
