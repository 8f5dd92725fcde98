import type { Check, Finding } from './check.ts'
import { ok, takes, unknown } from './guarded.ts'

/** Signatures are good for five minutes, sign-ins for half an hour: clocks must agree. */
export const clocks: Check = {
  name: 'clocks',
  group: 'stripe',
  async look({ stripe, data }) {
    const clocksHere = [
      { name: 'Stripe', read: () => stripe?.readClockSkew() },
      { name: 'Supabase', read: () => data?.readClockSkew() },
    ]
    const findings: Finding[] = []
    let looked = 0
    for (const { name, read } of clocksHere) {
      const skew = await read()
      if (skew === undefined) continue
      looked += 1
      const seconds = Math.round(Math.abs(skew))
      if (seconds > 60)
        findings.push({
          level: seconds > 240 ? 'fault' : 'warning',
          says: `the clock here is ${seconds} seconds ${skew > 0 ? 'behind' : 'ahead of'} ${name}'s`,
          why: 'what is signed here or there counts as too old, or as not yet made',
          remedy: "set this machine's clock by the network, then look again",
        })
    }
    if (looked === 0) return [unknown('the clocks', takes.stripe)]
    return findings.length > 0 ? findings : [ok('the clocks agree')]
  },
}
