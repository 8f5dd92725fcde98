// The same in plain Node: node credits-node.mjs, then POST http://127.0.0.1:3000/ with the visitor's token.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const { env } = process
const live = env.LIVE !== 'false'

async function draw({ headers: { authorization: Authorization = '' } }) {
  const { account } = await call('my_account', { live }, env.SUPABASE_PUBLISHABLE_KEY, {
    Authorization,
  })
  if (account === null) return { status: 401, code: 'sign_in' }
  const order = { account, cost: 5, key: randomUUID(), live }
  const { outcome, balance } = await call('charge_credits', order, env.SUPABASE_SECRET_KEY)
  if (outcome !== 'charged') return { status: 402, code: 'credits_short', balance, buy: '/plans' }
  return { status: 200, drawing: '~~~', balance }
}

async function call(name, order, apikey, headers = {}) {
  const answer = await fetch(`${env.SUPABASE_URL}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { apikey, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(order),
  })
  if (answer.status === 401) return { outcome: 'account_unknown', account: null, balance: 0 }
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  return answer.json()
}

const server = createServer((request, response) => {
  void draw(request)
    .catch(() => ({ status: 503, code: 'try_again' }))
    .then(({ status, ...told }) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(told))
    })
})
server.listen(Number(env.PORT ?? 3000), '127.0.0.1', () =>
  console.info(`http://127.0.0.1:${server.address().port}`),
)
