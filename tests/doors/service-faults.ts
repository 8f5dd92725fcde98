import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import { planted } from './nothing-told.ts'

/** What the caller of a door gets. */
export type Outcome = { status: number; code: string; retryAfter?: string }

const message = planted
const unavailable = { status: 502, code: 'stripe_unavailable' }
const busy = { status: 503, code: 'stripe_rate_limited', retryAfter: '2' }
const notConfigured = { status: 503, code: 'config_missing' }

/** Every way in which Stripe can fail a call, with more words than anybody should read, and what becomes of it. */
export const stripeFaults: Record<string, [StripeFault, Outcome]> = {
  '400': [{ status: 400, message }, unavailable],
  '401': [{ status: 401, message }, notConfigured],
  '403': [
    { status: 403, message },
    { status: 503, code: 'permission_missing' },
  ],
  '404': [{ status: 404, message }, unavailable],
  '429': [{ status: 429, message }, busy],
  '429 with a pause': [
    { status: 429, message, retryAfter: 7 },
    { ...busy, retryAfter: '7' },
  ],
  '429 with a pause of a day': [
    { status: 429, message, retryAfter: 86_400 },
    { ...busy, retryAfter: '60' },
  ],
  '500': [{ status: 500, message, code: planted }, unavailable],
  'a broken connection': [{ cut: true }, unavailable],
  rubbish: [{ rubbish: true }, unavailable],
  silence: [{ hang: true }, unavailable],
}

const body = { code: planted, message: planted, details: planted, hint: planted }
const lost = { status: 502, code: 'database_unavailable' }

/** The same of Supabase's Data API. */
export const supabaseFaults: Record<string, [SupabaseFault, Outcome]> = {
  '401': [{ status: 401, body: { message: planted } }, notConfigured],
  '403': [{ status: 403, body: { ...body, code: '42501' } }, lost],
  '404': [{ status: 404, body: { ...body, code: 'PGRST202' } }, lost],
  '409': [{ status: 409, body: { ...body, code: '23505' } }, lost],
  '429': [{ status: 429, body, retryAfter: 7 }, lost],
  '500': [{ status: 500, body }, lost],
  '503': [{ status: 503, body }, lost],
  'a broken connection': [{ cut: true }, lost],
  rubbish: [{ rubbish: true }, lost],
  'rubbish and 502': [{ rubbish: true, status: 502 }, lost],
  'another shape': [{ status: 200, body: { planted } }, lost],
  silence: [{ hang: true }, lost],
}
