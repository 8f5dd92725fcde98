import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { environment } from './instant-services.ts'
import { sessionOf } from './shop-objects.ts'

const pageSize = 100
const list = (data: object[], has_more = false) => ({ object: 'list', data, has_more, url: '/' })

/** Stripe and Supabase as far as a first pass asks them: an account that has sold so much, and a database that takes it. */
export async function startEndlessSales(
  sales: number,
  latency: { stripe: number; database: number },
): Promise<{ env: Record<string, string>; calls(): number; close(): void }> {
  let calls = 0
  const server = createServer((request, response) => {
    const isStripe = request.url?.startsWith('/v1/') === true
    if (isStripe) calls += 1
    void Promise.all([text(request), setTimeout(latency[isStripe ? 'stripe' : 'database'])]).then(
      ([body]) => {
        response.writeHead(200, { 'Content-Type': 'application/json' })
        response.end(JSON.stringify(answerTo(request.url ?? '/', body, sales)))
      },
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { env: environment(address), calls: () => calls, close: () => void server.close() }
}

function answerTo(url: string, body: string, sales: number): unknown {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1')
  const name = pathname.slice(pathname.lastIndexOf('/') + 1)
  if (pathname === '/v1/checkout/sessions') {
    const from = Number(searchParams.get('starting_after')?.slice(8) ?? 0)
    const count = Math.min(pageSize, sales - from)
    const data = Array.from({ length: count }, (_, place) => sessionOf(from + place + 1))
    return list(data, from + count < sales)
  }
  if (pathname.startsWith('/v1/')) return list([])
  if (name === 'record_purchases') {
    const { reads, ticket } = JSON.parse(body) as { reads: object[]; ticket: number }
    return reads.map(() => ({ outcome: 'recorded', read_ticket: ticket }))
  }
  if (name === 'list_unmet_customers') return [{ stripe_customer_ids: [], reached: null }]
  if (name === 'count_customers')
    return [{ customers: 0, addresses: 0, shared_addresses: 0, unreachable: 0 }]
  if (name === 'take_read_ticket') return 1
  return []
}
