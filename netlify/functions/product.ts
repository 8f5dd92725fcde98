import type { Config } from '@netlify/functions'
import { door } from '#server/http/door.ts'
import { failedPage, page, publicPage } from '#server/http/page.ts'

const options = { name: 'product', cors: 'none', whenFailed: failedPage } as const

export default door(options, async ({ showProduct }, request, note) => {
  const { isKnown, ...shown } = await showProduct(request)
  note({ known: isKnown })
  return isKnown ? publicPage(shown) : page(shown, 404)
})

export const config: Config = { path: '/p/:product' }
