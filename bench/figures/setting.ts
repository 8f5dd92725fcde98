import Stripe from 'stripe'
import type { Neighbours } from '../services/neighbours.ts'
import { startNeighbours } from '../services/neighbours.ts'
import { webhookSecret } from '../services/requests.ts'

export const frontendUrl = 'http://127.0.0.1:8888/'

/** Stand-ins, this process's environment set to them, and what a plain implementation calls them with. */
export type Setting = {
  neighbours: Neighbours
  stripe: Stripe
  supabaseUrl: string
  /** A GET or, with a body, a POST at Supabase, with a key or a visitor's token; the answer's JSON. */
  askSupabase(path: string, bearer: string | null, body?: object): Promise<unknown>
  secretKey: string
}

/** Starts the stand-ins, points the doors at them, and keeps the doors' log lines quiet. */
export async function startSetting(): Promise<Setting> {
  const neighbours = await startNeighbours(frontendUrl)
  Object.assign(process.env, neighbours.env, { STRIPE_WEBHOOK_SECRET: webhookSecret })
  console.info = () => undefined
  const value = (name: string) => neighbours.env[name] ?? ''
  const base = new URL(value('STRIPE_API_BASE'))
  const supabaseUrl = value('SUPABASE_URL')
  return {
    neighbours,
    supabaseUrl,
    secretKey: value('SUPABASE_SECRET_KEY'),
    stripe: new Stripe(value('STRIPE_API_KEY'), {
      protocol: 'http',
      host: base.hostname,
      port: base.port,
      httpClient: Stripe.createFetchHttpClient(),
    }),
    async askSupabase(path, bearer, body) {
      const isServer = bearer === value('SUPABASE_SECRET_KEY')
      const response = await fetch(`${supabaseUrl}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          apikey: isServer ? bearer : value('SUPABASE_PUBLISHABLE_KEY'),
          'Content-Type': 'application/json',
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${path} was answered with ${response.status}`)
      const text = await response.text()
      return text === '' ? null : JSON.parse(text)
    },
  }
}
