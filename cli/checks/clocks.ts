import type { Check, Finding } from './check.ts'
import { ServiceError } from '../services/service-error.ts'
import { ok, takes, unknown } from './guarded.ts'

/** Signatures are valid for five minutes, sign-ins for half an hour: the clocks must agree. */
export const clocks: Check = {
  name: 'clocks',
  group: 'stripe',
  async look({ stripe, data }) {
    const others = [
      { name: 'Stripe', read: () => stripe?.readClockSkew() },
      { name: 'Supabase', read: () => data?.readClockSkew() },
    ]
    const told = await Promise.allSettled(others.map(async ({ read }) => read()))
    const findings: Finding[] = []
    let looked = 0
    for (const [index, { name }] of others.entries()) {
      const skew = skewOf(told[index]!)
      if (skew === undefined) continue
      looked += 1
      const seconds = Math.round(Math.abs(skew))
      if (seconds > 60)
        findings.push({
          level: seconds > 240 ? 'fault' : 'warning',
          says: `this machine's clock is ${seconds} seconds ${skew > 0 ? 'behind' : 'ahead of'} ${name}'s`,
          why: 'signatures made on one side look expired, or not yet valid, on the other',
          remedy: "set this machine's clock from the network, then run this again",
        })
    }
    const silent = told.find(({ status }) => status === 'rejected')
    if (looked === 0 && silent?.status === 'rejected') throw silent.reason
    if (looked === 0) return [unknown('the clocks', takes.stripe)]
    return findings.length > 0 ? findings : [ok('the clocks agree')]
  },
}

/** `undefined` if nobody tells the time. One service that does will do: the other has checks of its own. */
function skewOf(told: PromiseSettledResult<number | undefined>): number | undefined {
  if (told.status === 'fulfilled') return told.value
  if (told.reason instanceof ServiceError) return undefined
  throw told.reason
}
