import type { Transaction } from '@electric-sql/pglite'
import type { Settings } from '../settings.ts'
import { answerRows } from './answer-rows.ts'
import { DataApiFailure } from './failure.ts'
import {
  makeValues,
  parseColumns,
  parseCount,
  parseFilter,
  parseOrder,
  quoted,
} from './query-string.ts'

const reserved = ['select', 'order', 'limit', 'offset', 'apikey']
const unknown = ['or', 'and', 'on_conflict', 'columns']

type Order = { schema: string; table: string; request: Request; settings: Settings }

/** Plans `GET /rest/v1/<table>`: parsed before the role changes, run after. */
export function planSelect({ schema, table, request, settings }: Order) {
  const { searchParams } = new URL(request.url)
  const values = makeValues()
  const filters = [...searchParams]
    .filter(([name]) => !reserved.includes(name))
    .map(([name, filter]) => {
      if (unknown.includes(name)) {
        throw new DataApiFailure(501, 'PGRST100', `The stand-in does not know "${name}="`)
      }
      return parseFilter(name, filter, values)
    })
  const where = filters.length === 0 ? '' : ` where ${filters.join(' and ')}`
  const from = `from ${quoted(schema)}.${quoted(table)}${where}`
  const asked = parseCount(searchParams.get('limit'), 'limit') ?? settings.maxRows
  const limit = Math.min(asked, settings.maxRows)
  const offset = parseCount(searchParams.get('offset'), 'offset') ?? 0
  const columns = parseColumns(searchParams.get('select'))
  const order = parseOrder(searchParams.get('order'))
  const rows = `select ${columns} ${from}${order} limit ${limit} offset ${offset}`
  const isCounted = /count=exact/.test(request.headers.get('prefer') ?? '')
  const query = {
    items: `select row_to_json(part) as item from (${rows}) as part`,
    all: isCounted ? `select ${from}` : null,
    values: values.list,
    offset,
  }
  return async (transaction: Transaction) => await answerRows(transaction, request, query)
}
