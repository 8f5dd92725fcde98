import { expect } from 'vitest'
import { GatewayError } from '#server/errors.ts'
import { getGateway } from '#server/wiring.ts'
import { subscribe } from '#tests/doors/shop.ts'
import { expectInStep } from '#tests/in-step.ts'
import type { Row, World } from '#tests/world.ts'
import type { Call } from './faults.ts'

/** One use-case, every call that it makes, and how to see that it is whole. */
export type Scenario = {
  calls: Call[]
  /** Sets it up in an empty world. */
  prepare(world: World): Promise<Stage>
}

export type Stage = {
  /** Does it once: `done`, or the code of the error. */
  act(): Promise<string>
  /** Done once more, in fair weather, the whole job is done, and the table is what Stripe says. */
  assertDone(): Promise<void>
}

const silent = { silent: true }
const email = 'ada@example.com'
const at = (service: Call['service'], ...paths: string[]): Call[] =>
  paths.map((path) => ({ service, path }))

const proof = at('supabase', '/auth/v1/.well-known/jwks.json', '/auth/v1/settings')
const rows = at('supabase', '/rest/v1/rpc/count_link_request', '/rest/v1/stripe_customers')
const records = at('supabase', '/rest/v1/rpc/take_read_ticket', '/rest/v1/rpc/record_customers')
const sessions = at('stripe', '/v1/billing_portal/sessions')
const list = at('stripe', '^/v1/customers$')
const one = at('stripe', '^/v1/customers/cus_')

export const scenarios = {
  'all links': {
    calls: [...proof, ...rows, ...list, ...sessions, ...at('stripe', '/v1/products')],
    async prepare(world) {
      const id = await world.knownCustomer(email)
      subscribe(world, id)
      return asking(world, {})
    },
  },
  'links that only the search finds': {
    calls: [
      ...rows,
      ...list,
      ...at('stripe', '/v1/customers/search'),
      ...records,
      ...one,
      ...sessions,
    ],
    async prepare(world) {
      world.stripe.createCustomer({ email: 'ADA@Example.com' }, silent)
      return asking(world, {})
    },
  },
  'a webhook': {
    calls: [...records, ...one],
    async prepare(world) {
      const id = await world.knownCustomer(email)
      world.loseWebhooks()
      world.stripe.updateCustomer(id, { email: 'ada@new.example.com' })
      const [event] = world.stripe.events()
      const act = async () => outcomeOf(await world.deliver(event))
      return {
        act,
        async assertDone() {
          expect(await act()).toBe('done')
          await expectInStep(world)
        },
      }
    },
  },
  'a synchronization': {
    calls: [
      ...at('supabase', '/rest/v1/sync_state', '/rest/v1/rpc/save_sync_state'),
      ...at('supabase', '/rest/v1/rpc/list_unmet_customers'),
      ...at('supabase', '/rest/v1/rpc/clear_link_requests'),
      ...records,
      ...list,
      ...one,
      ...at('stripe', '^/v1/events$', '^/v1/events/evt_'),
    ],
    prepare: prepareSynchronization,
  },
} satisfies Record<string, Scenario>

async function asking(world: World, body: object): Promise<Stage> {
  const token = await world.tokenOf(email)
  const ask = () => world.askForLinks(token, body)
  return {
    act: async () => outcomeOf(await ask()),
    async assertDone() {
      const { links } = (await (await ask()).json()) as { links: { url: string | null }[] }
      expect(links.map(({ url }) => url)).toEqual([expect.stringContaining('/portal/')])
      await expectInStep(world)
    },
  }
}

/** A filled table; since then one came, one changed, one went, and no webhook arrived. A full pass is due. */
async function prepareSynchronization(world: World): Promise<Stage> {
  const [stays, changes, goes] = [
    await world.knownCustomer(email),
    await world.knownCustomer('bob@example.com'),
    await world.knownCustomer('cy@example.com'),
  ]
  await synchronize(world)
  world.loseWebhooks()
  world.stripe.updateCustomer(changes, { email: 'bob@new.example.com' })
  world.stripe.deleteCustomer(goes, silent)
  world.stripe.createCustomer({ email: 'dee@example.com' }, silent)
  await world.supabase.database.query(`update sync_state set passed_at = now() - interval '2 days'`)
  return {
    act() {
      world.stripe.resetCalls()
      return synchronize(world, 100)
    },
    async assertDone() {
      expect(await synchronize(world)).toBe('done')
      await expectInStep(world)
      expect((await world.rows()).map((row) => row.stripe_customer_id)).toContain(stays)
    },
  }
}

/** A run whose time is over after so many calls to Stripe, however long they take. */
async function synchronize({ stripe }: World, mostCalls = Infinity): Promise<string> {
  const signal = Object.defineProperty(new AbortController().signal, 'aborted', {
    get: () => stripe.calls.length > mostCalls,
  })
  try {
    const { isComplete } = await getGateway().syncCustomers({
      budgetSeconds: 3600,
      signal,
      isFull: false,
      perSecond: { backfill: 1000, upkeep: 1000 },
    })
    return isComplete ? 'done' : 'out of time'
  } catch (error) {
    if (error instanceof GatewayError) return error.code
    throw error
  }
}

async function outcomeOf(response: Response): Promise<string> {
  const answer = (await response.json()) as { code?: string }
  return response.ok ? 'done' : (answer.code ?? 'no code')
}

/** Rows after a fault: each is what it was or what Stripe says now, and nobody at Stripe has a tombstone. */
export async function expectUnharmed(world: World, before: Row[]): Promise<void> {
  const truth = new Map(world.stripe.customers().map(({ id, email: address }) => [id, address]))
  for (const row of await world.rows()) {
    const was = before.find(({ stripe_customer_id: id }) => id === row.stripe_customer_id)
    const { stripe_customer_id: id } = row
    const allowed = [
      ...(was === undefined ? [] : [[was.email, was.deleted]]),
      truth.has(id) ? [truth.get(id), false] : [null, true],
    ]
    expect(allowed).toContainEqual([row.email, row.deleted])
  }
}
