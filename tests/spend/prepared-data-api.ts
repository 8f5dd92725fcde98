import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const token = `pg_live_${'a1B2'.repeat(9)}zZ`
export const account = '00000000-0000-4000-8000-000000007f3c'
export const secretKey = 'sb_secret_nobody_may_see_this'
export const site = 'https://pay.example'

/** What came in. */
export type Call = { name: string; order: Record<string, unknown>; headers: NodeJS.Dict<string> }
/** What is answered: JSON, perhaps under another status or with headers; or a connection that breaks. */
export type Answer = { status?: number; headers?: Record<string, string>; body?: unknown } | 'cut'
type Answers = Record<string, (order: Record<string, unknown>) => Answer>

const payer = { account, purchase: null }

/** Of an account with 10 credits that has bought "pro". */
const good: Answers = {
  account_of: () => ({
    body: { outcome: 'found', account, address: null, balance: 10, access: ['pro'], lots: [] },
  }),
  charge_credits: ({ cost }) => ({
    body: { ...payer, outcome: 'charged', balance: 10 - Number(cost) },
  }),
  settle_charge: ({ final_cost }) => ({
    body: { ...payer, outcome: 'settled', balance: 10 - Number(final_cost) },
  }),
}

/** A Data API on 127.0.0.1 with prepared answers, whose calls are kept. */
export async function prepareDataApi(
  answers: Answers = {},
): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void (async () => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      const name = (request.url ?? '').replace('/rest/v1/rpc/', '')
      const order = JSON.parse(text) as Record<string, unknown>
      calls.push({ name, order, headers: request.headers as NodeJS.Dict<string> })
      const answer = { ...good, ...answers }[name]?.(order) ?? { status: 404, body: {} }
      if (answer === 'cut') return void response.destroy()
      const { status = 200, headers = {}, body } = answer
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls }
}

/** One after the other; the last stays. */
export function inOrder(...answers: Answer[]): () => Answer {
  let at = 0
  return () => answers[Math.min(at++, answers.length - 1)] as Answer
}

export const namesOf = (calls: readonly Call[]) => calls.map(({ name }) => name).toSorted()
