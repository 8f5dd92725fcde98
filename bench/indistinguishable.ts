import portalLinks from '../netlify/functions/portal-links.ts'
import { inTurn, ratio } from './measure.ts'
import type { Spread } from './measure.ts'
import { startNeighbours } from './neighbours.ts'

/**
 * Whether answers tell who is a customer: by what they say, which must be the same to the byte, and by how long they
 * take, beside the noise of asking the same twice. Before the mail the answer is Supabase's own, here the stand-in's:
 * the hosted service knows no more of the table than it does.
 */
const rounds = 60
const frontendUrl = 'http://127.0.0.1:8888/'
const neighbours = await startNeighbours(frontendUrl)
Object.assign(process.env, neighbours.env)
console.info = () => undefined
const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = neighbours.env as Record<string, string>

/** What a stranger can tell answers by, the clock and the request's own id aside; per question all that was seen. */
const seen = new Map<string, Set<string>>()
async function look(question: string, response: Response): Promise<void> {
  const headers = [...response.headers].filter(([name]) => name !== 'date')
  const body = (await response.text()).replace(/"requestId":"[^"]+"/, '')
  const answers = seen.get(question) ?? new Set<string>()
  seen.set(question, answers.add(JSON.stringify([response.status, headers, body])))
}

async function askForMail(question: string, email: string): Promise<void> {
  const response = await fetch(`${SUPABASE_URL}/auth/v1/otp?redirect_to=${frontendUrl}`, {
    method: 'POST',
    headers: { apikey: SUPABASE_PUBLISHABLE_KEY ?? '', 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, create_user: true }),
  })
  await look(question, response)
}

async function askForCustomer(question: string, token: string, customer: string): Promise<void> {
  const request = new Request('http://127.0.0.1/api/portal-links', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ customer }),
  })
  await look(question, await portalLinks(request))
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
await fetch(`${SUPABASE_URL}/_control`, {
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
    known: () => askForMail(question, people[0]()),
    unknown: () => askForMail(question, people[1]()),
    again: () => askForMail(question, people[2]()),
  })
}

async function ids() {
  const question = 'one customer, after the mail'
  const visitors = [inOrder(asking), inOrder(asking), inOrder(asking)] as const
  const foreign = inOrder(customers.map((customer) => customer.ids[0] ?? ''))
  const never = (place: number) => `cus_never${place}was`
  return inTurn(rounds, {
    known: () => askForCustomer(question, visitors[0]().token, foreign()),
    unknown: () => askForCustomer(question, visitors[1]().token, never(1)),
    again: () => askForCustomer(question, visitors[2]().token, never(2)),
  })
}

const rows: Record<string, string | number>[] = []
function report(question: string, times: Record<'known' | 'unknown' | 'again', Spread>): void {
  const answers = seen.get(question)?.size ?? 0
  if (answers !== 1) process.exitCode = 1
  rows.push({
    question,
    'known or foreign (ms)': times.known.median.toFixed(2),
    'unknown (ms)': times.unknown.median.toFixed(2),
    ratio: ratio(times.known, times.unknown),
    'ratio of unknown to unknown': ratio(times.again, times.unknown),
    answers: answers === 1 ? 'the same' : `${answers} DIFFERENT`,
  })
}

for (const question of ['a mail, the first time', 'a mail, another time'])
  report(question, await mails(question))
report('one customer, after the mail', await ids())
neighbours.close()
process.stdout.write(`Who can be told apart, ${rounds} times each, in turn\n`)
console.table(rows)
