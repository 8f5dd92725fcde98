import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'

/** A call of ours, by the beginning of its path, or a regular expression if it starts with `^`. */
export type Call = { service: 'stripe' | 'supabase'; path: string }

/** What can befall a call, in both services' ways. */
export const faultNames = [
  '401',
  '403',
  '404',
  '429',
  '429 with a pause',
  '500',
  'cut',
  'hang',
  'rubbish',
] as const
export type FaultName = (typeof faultNames)[number]

const message = 'planted'
const body = (code: string) => ({ code, message, details: null, hint: null })

const atStripe: Record<FaultName, StripeFault> = {
  '401': { status: 401, message },
  '403': { status: 403, message },
  '404': { status: 404, message },
  '429': { status: 429, message },
  '429 with a pause': { status: 429, message, retryAfter: 1 },
  '500': { status: 500, message },
  cut: { cut: true },
  hang: { hang: true },
  rubbish: { rubbish: true },
}

const atSupabase: Record<FaultName, SupabaseFault> = {
  '401': { status: 401, body: { message } },
  '403': { status: 403, body: body('42501') },
  '404': { status: 404, body: body('PGRST205') },
  '429': { status: 429, body: body('XX000') },
  '429 with a pause': { status: 429, body: body('XX000'), retryAfter: 1 },
  '500': { status: 500, body: body('XX000') },
  cut: { cut: true },
  hang: { hang: true },
  rubbish: { rubbish: true },
}

/** From now on each of these calls meets its fault, every time. */
export function strike({ stripe, supabase }: World, faults: [Call, FaultName][]): void {
  const of = (service: Call['service']) => faults.filter(([call]) => call.service === service)
  stripe.control({
    faults: of('stripe').map(([{ path }, name]) => ({ ...atStripe[name], path })),
  })
  supabase.control({
    faults: of('supabase').map(([{ path }, name]) => ({ ...atSupabase[name], path })),
  })
}

/** Fair weather again. */
export function calm({ stripe, supabase }: World): void {
  stripe.control({ faults: [] })
  supabase.control({ faults: [] })
}
