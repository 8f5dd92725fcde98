import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** Values of no worth, short enough not to be taken for real ones. */
export const secrets = {
  SUPABASE_SECRET_KEY: 'sb_secret_x',
  STRIPE_API_KEY: 'sk_test_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
}

/** A complete environment in which Stripe and Supabase are both to be found at `services`. */
export function environment(services: string): Record<string, string> {
  return {
    ...secrets,
    SUPABASE_URL: services,
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
    STRIPE_API_BASE: services,
    FRONTEND_URL: 'http://127.0.0.1:8888/',
  }
}

/** An address of this machine at which nobody listens: the system gives such a port out, and it is closed again. */
export async function findClosedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}
