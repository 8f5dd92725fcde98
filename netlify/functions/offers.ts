import type { Config } from '@netlify/functions'
import { json, publicly, text } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

const heeded = ['format', 'q', 'product', 'prices', 'after', 'lang']

export default door({ name: 'offers', cors: 'anyone' }, async ({ listOffers }, request, note) => {
  const { pathname, searchParams } = new URL(request.url)
  const isMarkdown = searchParams.get('format') === 'md' || !pathname.startsWith('/api/')
  const { markdown, ...answer } = await listOffers(isMarkdown ? null : searchParams)
  note({ offers: answer.offers.length })
  return publicly(isMarkdown ? text(markdown(), 'text/markdown') : json(answer), heeded)
})

export const config: Config = { path: ['/api/offers', '/offers.md'] }
