import type Stripe from 'stripe'
import { foldAddress } from '#server/rules/fold-address.ts'
import { connectStripe, toStripeError } from '../services/connect-stripe.ts'
import { ServiceError } from '../services/service-error.ts'
import type { Environment } from '../variables/environment.ts'
import { valueOf } from '../variables/environment.ts'

/** A customer at Stripe; `created` in Unix seconds. */
export type StripeCustomer = {
  id: string
  /** As Stripe spells it. */
  email: string | null
  created: number
  /** Statuses of the current subscriptions; `null` if the key may not see them. */
  subscriptions: string[] | null
}

/** A customer that had the address within the last thirty days; `at` in Unix seconds. */
export type Departure = { id: string; kind: 'deleted' | 'moved'; at: number; to: string | null }

/**
 * What Stripe has of one person, in the mode of the site's key. Changes nothing.
 * Every call: @throws {ServiceError}
 */
export type StripePerson = {
  livemode: boolean
  /** Those whose address is spelled in one of these ways, or by Stripe's search; `similar`: under another fold. */
  listUnder(
    fold: string,
    spellings: readonly string[],
  ): Promise<{ customers: StripeCustomer[]; similar: StripeCustomer[]; isCut: boolean }>
  /** `deleted`: Stripe says so; `null`: this key knows no such customer. */
  find(id: string): Promise<StripeCustomer | 'deleted' | null>
  /** Those that left the address; `isWhole`: all of the thirty days were looked at. */
  listDepartures(fold: string): Promise<{ departures: Departure[]; isWhole: boolean }>
  /** How often the address bought as a guest, at most a hundred; `null` if the key may not see it. */
  countGuestPurchases(spellings: readonly string[], fold: string): Promise<number | null>
}

/** Whoever plants customers under an address does it by the thousand: what is told of them is bounded. */
const mostSpellings = 20
const mostCustomers = 300
const mostEvents = 500

/** @returns `null` without a key of Stripe's */
export function openStripePerson(env: Environment): StripePerson | null {
  const apiKey = valueOf(env, 'STRIPE_API_KEY') ?? env.STRIPE_SETUP_KEY?.trim()
  if (apiKey === undefined || !/^[rs]k_(test|live)_\S+$/.test(apiKey)) return null
  return readStripePerson(apiKey, env)
}

function readStripePerson(apiKey: string, env: Environment): StripePerson {
  let connected: Promise<Stripe> | undefined
  async function ask<T>(at: string, question: (stripe: Stripe) => Promise<T>): Promise<T> {
    try {
      return await question(await (connected ??= connectStripe(apiKey, env)))
    } catch (error) {
      throw toStripeError(error, at)
    }
  }
  const list = async (email: string): Promise<Stripe.Customer[]> => {
    const of = (expand: string[]) =>
      ask('GET /v1/customers', (stripe) =>
        stripe.customers
          .list({ email, limit: 100, expand })
          .autoPagingToArray({ limit: mostCustomers }),
      )
    return orIfForbidden(of(['data.subscriptions']), () => of([]))
  }
  return {
    livemode: apiKey.split('_')[1] === 'live',

    async listUnder(fold, spellings) {
      const found = new Map<string, StripeCustomer>()
      const all = [...new Set(spellings)]
      let isCut = all.length > mostSpellings
      for (const spelling of all.slice(0, mostSpellings)) {
        const listed = await list(spelling)
        isCut ||= listed.length === mostCustomers
        for (const customer of listed) found.set(customer.id, toCustomer(customer))
      }
      const searched = await ask('GET /v1/customers/search', (stripe) => search(stripe, fold))
      for (const customer of searched.map(toCustomer))
        if (!found.has(customer.id)) found.set(customer.id, customer)
      const oldestFirst = [...found.values()].toSorted((a, b) => a.created - b.created)
      const isUnder = ({ email }: StripeCustomer) => foldAddress(email ?? '') === fold
      return {
        customers: oldestFirst.filter(isUnder),
        similar: oldestFirst.filter((customer) => !isUnder(customer)),
        isCut,
      }
    },

    find: (id) =>
      ask('GET /v1/customers/:id', async (stripe) => {
        try {
          const found = await stripe.customers.retrieve(id)
          return found.deleted === true ? 'deleted' : toCustomer(found)
        } catch (error) {
          if ((error as { code?: string }).code === 'resource_missing') return null
          throw error
        }
      }),

    listDepartures: (fold) =>
      ask('GET /v1/events', async (stripe) => {
        const events = await stripe.events
          .list({ types: ['customer.deleted', 'customer.updated'], limit: 100 })
          .autoPagingToArray({ limit: mostEvents })
        const departures = events.flatMap((event) => toDeparture(event, fold))
        return { departures, isWhole: events.length < mostEvents }
      }),

    async countGuestPurchases(spellings, fold) {
      const ofSpelling = (email: string) =>
        ask('GET /v1/checkout/sessions', async (stripe) => {
          const order = { customer_details: { email }, status: 'complete', limit: 100 } as const
          return (await stripe.checkout.sessions.list(order)).data
        })
      return orIfForbidden(
        Promise.all([...new Set(spellings)].map(ofSpelling)).then((found) => {
          const isOurs = ({ customer, customer_details: details }: Stripe.Checkout.Session) =>
            customer === null && foldAddress(details?.email ?? '') === fold
          return new Set(found.flat().filter(isOurs)).size
        }),
        () => null,
      )
    },
  }
}

async function orIfForbidden<T, U>(answer: Promise<T>, instead: () => U): Promise<T | Awaited<U>> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ServiceError && error.status === 403) return await instead()
    throw error
  }
}

/** Its answer may be a minute old. Merchants in India have no search: https://docs.stripe.com/search */
async function search(stripe: Stripe, fold: string): Promise<Stripe.Customer[]> {
  const query = `email:"${fold.replace(/["\\]/g, '\\$&')}"`
  try {
    return (await stripe.customers.search({ query, limit: 100 })).data
  } catch (error) {
    const { statusCode } = error as { statusCode?: number }
    if (statusCode === 400 || statusCode === 403) return []
    throw error
  }
}

function toCustomer({ id, email, created, subscriptions }: Stripe.Customer): StripeCustomer {
  return {
    id,
    email,
    created,
    subscriptions: subscriptions?.data.map(({ status }) => status) ?? null,
  }
}

function toDeparture(event: Stripe.Event, fold: string): Departure[] {
  const customer = event.data.object as Stripe.Customer
  const before = (event.data.previous_attributes as { email?: string | null } | undefined)?.email
  const of = (kind: Departure['kind']) => [
    { id: customer.id, kind, at: event.created, to: kind === 'moved' ? customer.email : null },
  ]
  if (event.type === 'customer.deleted')
    return foldAddress(customer.email ?? '') === fold ? of('deleted') : []
  const isMoved = typeof before === 'string' && foldAddress(before) === fold
  return isMoved && foldAddress(customer.email ?? '') !== fold ? of('moved') : []
}
