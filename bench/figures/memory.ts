import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import portalLinks from '../../netlify/functions/portal-links.ts'
import stripeWebhook from '../../netlify/functions/stripe-webhook.ts'
import { delivery, linksRequest, webhookSecret } from '../services/requests.ts'
import { exactly, explain, report } from './row.ts'

const part = 'memory'
const early = 1_000
const late = 10_000
const atOnce = 10

const neighbours = fork(new URL('instant-neighbours-process.ts', import.meta.url))
const [{ env, tokens }] = (await once(neighbours, 'message')) as [
  { env: Record<string, string>; tokens: string[] },
]
Object.assign(process.env, env, { STRIPE_WEBHOOK_SECRET: webhookSecret })
console.info = () => undefined

explain(
  part,
  `What one process still holds after ${late} requests, when everything unneeded has been collected. Limit: what it ` +
    `held after ${early}. Requests come ${atOnce} at a time from a hundred addresses; every tenth delivery is an ` +
    'address change.',
)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that are held, buffers outside the heap among them. */
function held(): number {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function measure(what: string, ask: (place: number) => Promise<Response>): Promise<void> {
  const bytes = new Map<number, number>()
  for (let place = 0; place < late; place += atOnce) {
    const answers = await Promise.all(
      Array.from({ length: atOnce }, async (_, each) => {
        const response = await ask(place + each)
        await response.text()
        return response.status
      }),
    )
    if (answers.some((status) => status !== 200))
      throw new Error(`answered with ${answers.join(', ')}`)
    const asked = place + atOnce
    if (asked === early || asked === late) bytes.set(asked, held())
  }
  const megabytes = (count: number) => (bytes.get(count) ?? Number.NaN) / 1e6
  report({
    part,
    what: `${what}, ${late} requests`,
    unit: 'MB',
    ours: exactly(megabytes(late)),
    limit: exactly(megabytes(early)),
    bounds: [{ of: 'ours / limit', value: megabytes(late) / megabytes(early), atMost: 1.1 }],
  })
}

await measure('portal-links', (place) =>
  portalLinks(linksRequest(tokens[place % tokens.length] ?? '')),
)
await measure('stripe-webhook', (place) => {
  const previous = place % 10 === 0 ? { email: 'before@example.com' } : { name: 'Before' }
  return stripeWebhook(delivery(`cus_${place % tokens.length}`, previous))
})
neighbours.kill()
