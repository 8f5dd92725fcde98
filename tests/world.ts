import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { createDoors } from '#local/doors.ts'
import { eventTypes } from '#local/event-types.ts'
import { send, toRequest } from '#local/wire/node-http.ts'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import type { PortalLinksResponse } from '#server/contract/links.ts'
import type { Problem } from '#server/contract/problem.ts'
import { forgetGateway } from '#server/wiring.ts'
import { allEnded, endWorld, watchCalls, watchDoor } from './calls-under-way.ts'
import { sharedSupabase } from './shared-supabase.ts'

/** A row of `stripe_customers`, as the owner of the database sees it. */
export type Row = {
  stripe_customer_id: string
  email: string | null
  address: string | null
  livemode: boolean
  deleted: boolean
}

/** An object becomes JSON; text and bytes go as they are. */
type Post = { token?: string; body?: unknown; headers?: Record<string, string>; method?: string }

/** Everything but the page: real doors over HTTP, the real SDK, real Postgres, both stand-ins. */
export type World = {
  /** Where the doors answer. */
  origin: string
  stripe: StripeStandIn
  supabase: SupabaseStandIn
  webhookSecret: string
  /** POSTs to a door. */
  post(path: string, init?: Post): Promise<Response>
  /** Signs in by email, the whole way. */
  signIn(email: string): Promise<string>
  /** The token of somebody who proved this address just now, without the way there. */
  tokenOf(email: string): Promise<string>
  /** The answer to somebody who presents this token. */
  askForLinks(token: unknown, body?: unknown): Promise<Response>
  /** Links of somebody who proved this address just now, or has this token. */
  links(who: { email: string } | { token: string }, body?: unknown): Promise<PortalLinksResponse>
  /** A customer at Stripe that the table knows as well; nobody rang for it. */
  knownCustomer(email: string | null, name?: string): Promise<string>
  /** A row that no read at Stripe stands behind. */
  plantRow(id: string, email: string | null, livemode?: boolean): Promise<void>
  /** From now on no webhook arrives. */
  loseWebhooks(): void
  /** Delivers a webhook of any content, signed now unless told otherwise. */
  deliver(
    event: unknown,
    options?: { secret?: string; at?: number; header?: string },
  ): Promise<Response>
  rows(): Promise<Row[]>
  rowOf(id: string): Promise<Row | undefined>
  /** The scheduled door, once. */
  tick(): Promise<Response>
}

export const frontendUrl = 'http://127.0.0.1:8888/'
const webhookSecret = 'whsec_of_the_tests'
const load = (url: URL) => import(/* @vite-ignore */ url.href)

let opened: Promise<World> | undefined

/**
 * The one world of this test worker, empty: no customers, no people, fair weather, no memory in the gateway.
 * Stripe's webhooks ring at the doors for real.
 * @param env what differs from the usual environment, until the next call
 */
export async function emptyWorld(env: Record<string, string> = {}): Promise<World> {
  const before = await opened
  if (before !== undefined) await comeToRest(before)
  const supabase = await sharedSupabase()
  const world = await (opened ??= openWorld(supabase))
  world.stripe.reset()
  world.stripe.addWebhookEndpoint({
    url: `${world.origin}/api/stripe-webhook`,
    secret: webhookSecret,
    // Whoever makes something to sell means no ring by it: those that do deliver it.
    events: eventTypes.filter((type) => !/^(product|price)\./.test(type)),
  })
  world.stripe.control({ deliveries: { retryDelaysMs: [10, 20, 40] } })
  setEnvironment({
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    STRIPE_API_KEY: world.stripe.apiKey,
    STRIPE_API_BASE: world.stripe.url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    FRONTEND_URL: frontendUrl,
    ...env,
  })
  // The doors load their packages when first asked: no test is to wait for that.
  if (before === undefined) {
    await world.links({ email: 'first@example.com' })
    return emptyWorld(env)
  }
  return world
}

/** Nothing that a test began reaches the next one's world. */
async function comeToRest({ stripe, supabase }: World): Promise<void> {
  stripe.control({ faults: [] })
  supabase.control({ faults: [] })
  await stripe.settled()
  await allEnded()
  endWorld()
  await allEnded()
}

const ours = /^(SUPABASE|STRIPE)_|^(FRONTEND_URL|URL|ALLOWED_ORIGINS|SIGN_IN_MAX_AGE_SECONDS)$/

/** Exactly these of our variables; a new gateway reads them at the next request. */
export function setEnvironment(env: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (ours.test(name)) delete process.env[name]
  Object.assign(process.env, env)
  forgetGateway()
}

async function openWorld(supabase: SupabaseStandIn): Promise<World> {
  watchCalls()
  const stripe = await startStripeStandIn()
  const doors = createDoors(load)
  let origin = ''
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    // Each caller is a network of its own, unless a test says which: the platform's limit has its own test.
    const ip = String(message.headers['x-test-network'] ?? crypto.randomUUID())
    const found = await doors.answer(toRequest(message, origin), ip)
    await send(found ?? new Response('Not found', { status: 404 }), response)
  }
  const server = createServer(
    { keepAliveTimeout: 120_000 },
    (message, response) => void watchDoor(() => answer(message, response)),
  )
  // A burst of a thousand comes at once.
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }).unref()
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const post: World['post'] = async (path, { token, body, headers, ...init } = {}) =>
    fetch(origin + path, {
      method: 'POST',
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: body === undefined || isRaw(body) ? (body ?? null) : JSON.stringify(body),
      ...init,
    })
  const world: World = {
    origin,
    stripe,
    supabase,
    webhookSecret,
    post,
    signIn: async (email) => (await supabase.signIn(email)).accessToken,
    tokenOf: (email) => supabase.mintToken({ email }),
    askForLinks: (token, body) => post('/api/portal-links', { token: String(token), body }),
    async links(who, body) {
      const token = 'token' in who ? who.token : await world.tokenOf(who.email)
      const response = await world.askForLinks(token, body)
      if (!response.ok) throw new Error(`portal-links answered ${await response.text()}`)
      return (await response.json()) as PortalLinksResponse
    },
    async knownCustomer(email, name) {
      const named = name === undefined ? {} : { name }
      const { id } = stripe.createCustomer({ email, ...named }, { silent: true })
      const read = { stripe_customer_id: id, email, livemode: false, deleted: false }
      await supabase.database.query('select record_customers($1, take_read_ticket())', [[read]])
      return id
    },
    async plantRow(id, email, livemode = false) {
      await supabase.database.query(
        `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
         values ($1, $2, $3, 1)`,
        [id, email, livemode],
      )
    },
    loseWebhooks: () => stripe.control({ deliveries: { drop: true } }),
    async deliver(event, { secret = webhookSecret, at = Date.now() / 1000, header } = {}) {
      const body = typeof event === 'string' ? event : JSON.stringify(event)
      const t = Math.floor(at)
      const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
      return post('/api/stripe-webhook', {
        body,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Stripe-Signature': header ?? `t=${t},v1=${v1}`,
        },
      })
    },
    async rows() {
      const { rows } = await supabase.database.query<Row>(
        'select stripe_customer_id, email, address, livemode, deleted from stripe_customers order by 1',
      )
      return rows
    },
    rowOf: async (id) =>
      (await world.rows()).find(({ stripe_customer_id }) => stripe_customer_id === id),
    tick: async () => post('/.netlify/functions/sync-customers'),
  }
  return world
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array
}

/** The problem in a failed response. */
export async function problemOf(response: Response): Promise<Problem> {
  return (await response.json()) as Problem
}

/** The door refused, with this status and code. */
export async function expectProblem(
  answered: Response | Promise<Response>,
  status: number,
  code: string,
): Promise<void> {
  const response = await answered
  expect([response.status, (await problemOf(response)).code]).toEqual([status, code])
}
