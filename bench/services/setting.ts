import { fork } from 'node:child_process'
import { once } from 'node:events'
import Stripe from 'stripe'
import { webhookSecret } from './requests.ts'
import type { StandIns } from './stand-ins-process.ts'

export const frontendUrl = 'http://127.0.0.1:8888/'

/** Stand-ins, this process's environment set to them, and what a plain implementation calls them with. */
export type Setting = {
  standIns: StandIns
  env: Record<string, string>
  stripe: Stripe
  supabaseUrl: string
  publishableKey: string
  secretKey: string
  /** A GET or, with a body, a POST at Supabase, with a key or a visitor's token; the answer's JSON. */
  askSupabase(path: string, bearer: string | null, body?: object): Promise<unknown>
  close(): void
}

/** Starts the stand-ins in a process of their own, so that their work is not counted as ours. */
export async function startSetting(): Promise<Setting> {
  const child = fork(new URL('stand-ins-process.ts', import.meta.url), [frontendUrl])
  type Ready = { env: Record<string, string>; orders: (keyof StandIns)[] }
  const [{ env, orders }] = (await once(child, 'message')) as [Ready]
  const order = (name: string) => async (given: unknown) => {
    child.send({ name, given })
    const [{ reply }] = (await once(child, 'message')) as [{ reply?: unknown }]
    return reply
  }
  Object.assign(process.env, env, { STRIPE_WEBHOOK_SECRET: webhookSecret })
  // The lines that the doors log.
  console.info = () => undefined

  const value = (name: string) => env[name] ?? ''
  const [supabaseUrl, publishableKey, secretKey] = [
    value('SUPABASE_URL'),
    value('SUPABASE_PUBLISHABLE_KEY'),
    value('SUPABASE_SECRET_KEY'),
  ]
  const { hostname: host, port } = new URL(value('STRIPE_API_BASE'))
  const httpClient = Stripe.createFetchHttpClient()
  return {
    standIns: Object.fromEntries(orders.map((name) => [name, order(name)])) as StandIns,
    env,
    stripe: new Stripe(value('STRIPE_API_KEY'), { protocol: 'http', host, port, httpClient }),
    supabaseUrl,
    publishableKey,
    secretKey,
    async askSupabase(path, bearer, body) {
      const response = await fetch(`${supabaseUrl}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          apikey: bearer === secretKey ? secretKey : publishableKey,
          'Content-Type': 'application/json',
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${path} was answered with ${response.status}`)
      const text = await response.text()
      return text === '' ? null : JSON.parse(text)
    },
    close: () => void child.kill(),
  }
}
