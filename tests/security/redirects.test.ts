import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectStripe } from '../../cli/services/connect-stripe.ts'
import { fetchJson } from '../../cli/services/wire/fetch-json.ts'
import { readSupabaseData } from '../../cli/services/supabase-data.ts'
import { createDeployment } from '../../cli/smoke/deployment.ts'
import { createSignIn } from '../../cli/smoke/sign-in.ts'
import { readConfig } from '#server/config.ts'
import { wire } from '#server/wiring.ts'

/** One server sends whoever asks to the other, of another origin, where nobody should arrive. */
const asked: string[] = []
const arrived: unknown[] = []
const other = createServer((request, response) => {
  arrived.push([request.url, request.headers])
  response.end('[]')
})
const first = createServer((request, response) => {
  asked.push(`${request.method} ${request.url?.split('?')[0]}`)
  response.writeHead(307, { Location: `${urlOf(other)}${request.url}` }).end()
})
const urlOf = (server: typeof first) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  for (const server of [first, other])
    await once(server.listen(0, '127.0.0.1').unref(), 'listening')
})
afterAll(() => [first, other].forEach((server) => server.closeAllConnections()))

const [publishableKey, secretKey] = ['sb_publishable_x', 'sb_secret_x']
const apiKey = 'rk_test_x'
const gateway = () =>
  wire(
    readConfig({
      SUPABASE_URL: urlOf(first),
      SUPABASE_PUBLISHABLE_KEY: publishableKey,
      SUPABASE_SECRET_KEY: secretKey,
      STRIPE_API_KEY: apiKey,
      STRIPE_API_BASE: urlOf(first),
      FRONTEND_URL: 'https://pay.example',
    }),
  )
const project = () => ({ url: urlOf(first), publishableKey, secretKey })
const deployment = () =>
  createDeployment({ page: urlOf(first), supabaseUrl: urlOf(first), secretKey })

test.each<[who: string, asks: () => Promise<unknown>]>([
  ['the server, of Stripe, of its table and of Auth', () => gateway().checkHealth()],
  [
    'the clock',
    () =>
      gateway().syncCustomers({
        budgetSeconds: null,
        isFull: false,
        perSecond: { backfill: 10, upkeep: 10 },
      }),
  ],
  [
    'the terminal, of Stripe',
    async () => (await connectStripe(apiKey, { STRIPE_API_BASE: urlOf(first) })).events.list(),
  ],
  ['the terminal, of the table', () => readSupabaseData(project(), Date.now).findSyncPlace(true)],
  ['the terminal, of Auth', () => readSupabaseData(project(), Date.now).readAuthSettings()],
  [
    'the terminal, of a management API',
    () =>
      fetchJson({
        service: 'netlify',
        base: urlOf(first),
        method: 'GET',
        path: '/',
        token: 'nfp_x',
        timeout: 5000,
      }),
  ],
  ['the rehearsal, of the table', () => deployment().readRow('cus_1')],
  ['the rehearsal, of the door', () => deployment().listLinks('token')],
  ['the rehearsal, of Auth', () => createSignIn(project()).requestEmail('ada@example.com')],
])('a redirect takes no key elsewhere: %s', async (_who, asks) => {
  asked.length = arrived.length = 0
  await asks().catch(() => undefined)
  expect(asked).not.toEqual([])
  expect(arrived).toEqual([])
})
