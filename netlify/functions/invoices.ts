import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'invoices', cors: 'own origins' },
  async ({ listInvoices }, request, note) => {
    const answer = await listInvoices({
      authorization: request.headers.get('authorization'),
      body: await readText(request, 4096),
    })
    note({ invoices: answer.invoices.length })
    return json(answer)
  },
)

export const config: Config = { path: '/api/invoices' }
