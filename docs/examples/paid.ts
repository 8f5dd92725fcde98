// netlify/functions/draw.ts of your own site: a drawing costs 5 credits, a sketch 2. Whoever sends a token pays. Copy
// spend/credits.ts from this project to where you import it from. In test mode, set LIVE to "false".
import { createCredits, withCredits } from '../../spend/credits.ts'

const { SUPABASE_URL = '', SUPABASE_SECRET_KEY = '', FRONTEND_URL = '', LIVE } = process.env
const credits = createCredits({
  url: SUPABASE_URL,
  secretKey: SUPABASE_SECRET_KEY,
  site: FRONTEND_URL,
  live: LIVE !== 'false',
})

function draw(request: Request): Response {
  const isSketch = new URL(request.url).searchParams.has('sketch')
  if (isSketch) return Response.json({ drawing: '~' }, { headers: { 'X-Price': '2' } })
  return Response.json({ drawing: '~~~' })
}

export default withCredits(draw, { credits, price: 5 })
export const config = { path: '/api/draw' }
