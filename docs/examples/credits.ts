// netlify/functions/draw.ts of your own site: a drawing costs 5 credits. The browser sends the token with which it signed
// in at Supabase; the database checks the proof, and takes the credits in one call. In test mode, send `live: false`.
const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY = '', SUPABASE_SECRET_KEY = '', LIVE } = process.env
const live = LIVE !== 'false'

export default async function draw(request: Request): Promise<Response> {
  const headers = { Authorization: request.headers.get('Authorization') ?? '' }
  const { account } = await call('my_account', { live }, SUPABASE_PUBLISHABLE_KEY, headers)
  if (account === null) return Response.json({ code: 'sign_in' }, { status: 401 })
  const order = { account, cost: 5, key: crypto.randomUUID(), live }
  const { outcome, balance } = await call('charge_credits', order, SUPABASE_SECRET_KEY)
  if (outcome === 'charged') return Response.json({ drawing: '~~~', balance })
  const buy = { Link: '</plans>; rel="payment"' }
  return Response.json({ code: 'credits_short', balance }, { status: 402, headers: buy })
}

type Told = { outcome: string; account: string | null; balance: number }

async function call(name: string, order: object, apikey: string, headers = {}): Promise<Told> {
  const answer = await fetch(`${SUPABASE_URL}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { apikey, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(order),
  })
  if (answer.status === 401) return { outcome: 'account_unknown', account: null, balance: 0 }
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  return (await answer.json()) as Told
}
