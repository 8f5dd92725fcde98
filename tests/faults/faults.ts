import { stripeFaults, supabaseFaults } from '#tests/doors/service-faults.ts'
import type { World } from '#tests/world.ts'

/** A call of ours, by the beginning of its path, or a regular expression if it starts with `^`. */
export type Call = { service: 'stripe' | 'supabase'; path: string }

/** What can befall a call, in both services' ways. */
export const faultNames = [
  '401',
  '403',
  '404',
  '429',
  '500',
  'a broken connection',
  'silence',
  'rubbish',
] as const
export type FaultName = (typeof faultNames)[number]

/** From now on each of these calls meets its fault, every time. */
export function strike({ stripe, supabase }: World, faults: [Call, FaultName][]): void {
  const of = (service: Call['service']) => faults.filter(([call]) => call.service === service)
  stripe.control({
    faults: of('stripe').map(([{ path }, name]) => ({ ...stripeFaults[name]![0], path })),
  })
  supabase.control({
    faults: of('supabase').map(([{ path }, name]) => ({ ...supabaseFaults[name]![0], path })),
  })
}

/** No faults any more. */
export function calm({ stripe, supabase }: World): void {
  stripe.control({ faults: [] })
  supabase.control({ faults: [] })
}
