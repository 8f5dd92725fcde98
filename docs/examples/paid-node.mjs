// The same in plain Node: node paid-node.mjs. A drawing costs 5 credits, a sketch 2. Node 22.18 reads TypeScript as it is.
import { createServer } from 'node:http'
import { createCredits, withCredits } from '../../spend/credits.ts'
import { forNode } from '../../spend/node.ts'

const { SUPABASE_URL, SUPABASE_SECRET_KEY, FRONTEND_URL, LIVE, PORT = '3000' } = process.env
const credits = createCredits({
  url: SUPABASE_URL,
  secretKey: SUPABASE_SECRET_KEY,
  site: FRONTEND_URL,
  live: LIVE !== 'false',
})

function draw(request) {
  const isSketch = new URL(request.url).searchParams.has('sketch')
  if (isSketch) return Response.json({ drawing: '~' }, { headers: { 'X-Price': '2' } })
  return Response.json({ drawing: '~~~' })
}

const server = createServer(forNode(withCredits(draw, { credits, price: 5 })))
server.listen(Number(PORT), '127.0.0.1', () =>
  console.info(`http://127.0.0.1:${server.address().port}`),
)
