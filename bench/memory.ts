import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import portalLinks from '../netlify/functions/portal-links.ts'
import stripeWebhook from '../netlify/functions/stripe-webhook.ts'
import { explain, report } from './figures/row.ts'
import { delivery, linksRequest } from './services/requests.ts'

const [early, late, atOnce, people] = [1_000, 10_000, 10, 100]
// In a process of their own, so that what they hold is not counted as ours.
const services = fork(new URL('services/instant-services.ts', import.meta.url), [String(people)])
const [{ env, tokens }] = (await once(services, 'message')) as [
  { env: Record<string, string>; tokens: string[] },
]
Object.assign(process.env, env)
console.info = () => undefined

explain(
  `What one process still holds after ${late} requests, when everything unneeded has been collected. Limit: what it held ` +
    `after ${early}. Requests come ${atOnce} at a time from ${people} addresses; every tenth delivery is an address change.`,
)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Megabytes that are held, buffers outside the heap among them. */
function held(): number {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

async function measure(door: string, ask: (place: number) => Promise<Response>): Promise<void> {
  let limit = Number.NaN
  for (let place = 0; place < late; place += atOnce) {
    if (place === early) limit = held()
    await Promise.all(
      Array.from({ length: atOnce }, async (_, each) => {
        const response = await ask(place + each)
        const answer = await response.text()
        if (response.status !== 200) throw new Error(answer)
      }),
    )
  }
  const ours = held()
  const bounds = [{ of: 'ours / limit', value: ours / limit, atMost: 1.1 }]
  report({ what: `${door}, ${late} requests`, unit: 'MB', ours, limit, bounds })
}

await measure('portal-links', (place) => portalLinks(linksRequest(tokens[place % people] ?? '')))
await measure('stripe-webhook', (place) => {
  const previous = place % 10 === 0 ? { email: 'before@example.com' } : { name: 'Before' }
  return stripeWebhook(delivery(`cus_${place % people}`, previous))
})
services.kill()
