import type { Config } from '@netlify/functions'
import { json, publicly, text } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door({ name: 'offers', cors: 'anyone' }, async ({ listOffers }, request, note) => {
  const { markdown, ...answer } = await listOffers()
  note({ offers: answer.offers.length })
  const { pathname, searchParams } = new URL(request.url)
  const isMarkdown = searchParams.get('format') === 'md' || !pathname.startsWith('/api/')
  return publicly(isMarkdown ? text(markdown(), 'text/markdown') : json(answer))
})

export const config: Config = { path: ['/api/offers', '/offers.md'] }
