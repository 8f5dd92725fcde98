import type Stripe from 'stripe'
import { connectStripe } from '../services/connect-stripe.ts'
import type { Environment } from '../variables/environment.ts'

/** Customers that only smoke makes, at Stripe in test mode. */
export type TestCustomers = {
  /** @returns its id */
  make(email: string): Promise<string>
  move(id: string, email: string): Promise<void>
  remove(id: string): Promise<void>
  /** Ids of those under these addresses that a killed run left behind. */
  findLeftOver(emails: readonly string[]): Promise<string[]>
}

const mark = { made_by: 'portal-gateway-smoke' }

/** @param key a test-mode key that may write customers: the runtime key can't */
export function createTestCustomers(key: string, env: Environment): TestCustomers {
  let connected: Promise<Stripe> | undefined
  const connect = () => (connected ??= connectStripe(key, env))
  return {
    async make(email) {
      const stripe = await connect()
      const { id } = await stripe.customers.create({
        email,
        name: 'Portal Gateway smoke',
        description: 'Created by npm run smoke, which deletes it at the end.',
        metadata: mark,
      })
      return id
    },
    async move(id, email) {
      await (await connect()).customers.update(id, { email })
    },
    async remove(id) {
      await (await connect()).customers.del(id)
    },
    async findLeftOver(emails) {
      const stripe = await connect()
      const pages = await Promise.all(
        emails.map((email) => stripe.customers.list({ email, limit: 100 })),
      )
      return pages
        .flatMap(({ data }) => data)
        .filter(({ metadata }) => metadata.made_by === mark.made_by)
        .map(({ id }) => id)
    },
  }
}
