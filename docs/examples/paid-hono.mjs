// The same in Hono, here in Node: a drawing costs 5 credits, a sketch 2. What costs nothing is a route as ever.
import { createServer } from 'node:http'
import { Hono } from 'hono'
import { createCredits, withCredits } from '../../spend/credits.ts'
import { forNode } from '../../spend/node.ts'

const { SUPABASE_URL, SUPABASE_SECRET_KEY, FRONTEND_URL, LIVE, PORT = '3000' } = process.env
const credits = createCredits({
  url: SUPABASE_URL,
  secretKey: SUPABASE_SECRET_KEY,
  site: FRONTEND_URL,
  live: LIVE !== 'false',
})

const draw = withCredits(
  (_request, _payer, c) => {
    if (c.req.query('sketch') === undefined) return c.json({ drawing: '~~~' })
    return c.json({ drawing: '~' }, 200, { 'X-Price': '2' })
  },
  { credits, price: 5 },
)

const app = new Hono()
app.get('/', (c) => c.text('Drawings: /draw'))
app.all('/draw', (c) => draw(c.req.raw, c))

const server = createServer(forNode((request) => app.fetch(request)))
server.listen(Number(PORT), '127.0.0.1', () =>
  console.info(`http://127.0.0.1:${server.address().port}`),
)
