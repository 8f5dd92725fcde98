import portalLinks from '../netlify/functions/portal-links.ts'
import { inTurn } from './figures/measure.ts'
import type { Spread } from './figures/measure.ts'
import { linksRequest } from './services/requests.ts'
import { explain, isFull, report } from './figures/row.ts'
import { frontendUrl, startSetting } from './figures/setting.ts'

const part = 'indistinguishable'
const rounds = isFull ? 60 : 20
const { neighbours, supabaseUrl } = await startSetting()
const publishableKey = neighbours.env['SUPABASE_PUBLISHABLE_KEY'] ?? ''

explain(
  part,
  'Whether answers tell who is a customer: by what they say, which must be the same to the byte, and by how long they ' +
    'take. Ours: a known address, or a customer of somebody else. Limit: an unknown one; baseline: another unknown ' +
    "one, for the noise of asking the same twice. Before the mail the answer is Supabase's own, here the stand-in's: " +
    'the hosted service knows no more of the table than it does.',
)

/** What a stranger can tell answers by, the clock and the request's own id aside; per question all that was seen. */
const seen = new Map<string, Set<string>>()
async function look(question: string, response: Response): Promise<void> {
  const headers = [...response.headers].filter(([name]) => name !== 'date')
  const body = (await response.text()).replace(/"requestId":"[^"]+"/, '')
  const answers = seen.get(question) ?? new Set<string>()
  seen.set(question, answers.add(JSON.stringify([response.status, headers, body])))
}

async function askForMail(question: string, email: string): Promise<void> {
  const response = await fetch(`${supabaseUrl}/auth/v1/otp?redirect_to=${frontendUrl}`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, create_user: true }),
  })
  await look(question, response)
}

async function askForCustomer(question: string, token: string, customer: string): Promise<void> {
  await look(question, await portalLinks(linksRequest(token, { customer })))
}

const places = rounds + 2
// The neighbours answer one order at a time.
async function settle(people: number, each: number) {
  const settled = []
  while (settled.length < people) settled.push(await neighbours.settle(each))
  return settled
}
const customers = await settle(places, 1)
const asking = await settle(10, 2)
await fetch(`${supabaseUrl}/_control`, {
  method: 'POST',
  body: JSON.stringify({ maxFrequencySeconds: 0 }),
})

/** Each call takes the next. */
function inOrder<T>(list: readonly T[]): () => T {
  let place = 0
  return () => list[place++ % list.length]!
}
const strangers = (name: string) =>
  Array.from({ length: places }, (_, place) => `${name}.${place}@example.net`)

async function mails(question: string) {
  const people = [
    inOrder(customers.map(({ address }) => address)),
    inOrder(strangers('a')),
    inOrder(strangers('b')),
  ] as const
  return inTurn(rounds, {
    ours: () => askForMail(question, people[0]()),
    limit: () => askForMail(question, people[1]()),
    baseline: () => askForMail(question, people[2]()),
  })
}

async function ids() {
  const question = 'one customer, after the mail'
  const visitors = [inOrder(asking), inOrder(asking), inOrder(asking)] as const
  const foreign = inOrder(customers.map((customer) => customer.ids[0] ?? ''))
  const never = (place: number) => `cus_never${place}was`
  return inTurn(rounds, {
    ours: () => askForCustomer(question, visitors[0]().token, foreign()),
    limit: () => askForCustomer(question, visitors[1]().token, never(1)),
    baseline: () => askForCustomer(question, visitors[2]().token, never(2)),
  })
}

function tell(question: string, found: Record<'ours' | 'baseline' | 'limit', Spread>): void {
  const answers = seen.get(question)?.size ?? Number.NaN
  const bounds = [{ of: 'different answers', value: answers, atMost: 1 }]
  report({ part, what: question, unit: 'ms', ...found, bounds })
}

for (const question of ['a mail, the first time', 'a mail, another time'])
  tell(question, await mails(question))
tell('one customer, after the mail', await ids())
neighbours.close()
