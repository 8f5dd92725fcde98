import type { Transaction } from '@electric-sql/pglite'
import type { Settings } from '../settings.ts'
import { DataApiFailure } from './failure.ts'
import {
  makeValues,
  parseColumns,
  parseCount,
  parseFilter,
  parseOrder,
  quoted,
} from './query-string.ts'

// Values travel as text and Postgres reads them as the column's type; PGlite would insist on a JavaScript boolean.
export const asText = { serializers: { 16: String } }

const reserved = ['select', 'order', 'limit', 'offset', 'apikey']
const unspoken = ['or', 'and', 'on_conflict', 'columns']

type Order = { schema: string; table: string; request: Request; settings: Settings }

/** Plans `GET /rest/v1/<table>`: parsed before the role changes, run after. */
export function planSelect({ schema, table, request, settings }: Order) {
  const { searchParams } = new URL(request.url)
  const values = makeValues()
  const filters = [...searchParams]
    .filter(([name]) => !reserved.includes(name))
    .map(([name, filter]) => {
      if (unspoken.includes(name)) {
        throw new DataApiFailure(501, 'PGRST100', `The stand-in does not speak "${name}="`)
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
  const counted = /count=exact/.test(request.headers.get('prefer') ?? '')

  return async (transaction: Transaction): Promise<Response> => {
    const answer = await transaction.query<{ body: string; count: number }>(
      `select coalesce(json_agg(row_to_json(picked)), '[]')::text as body, count(*)::int as count
       from (${rows}) as picked`,
      values.list,
      asText,
    )
    const { body, count } = answer.rows[0]!
    const total = counted ? await countAll(transaction, from, values.list) : null
    return respond(request, body, { count, offset, total })
  }
}

async function countAll(transaction: Transaction, from: string, values: string[]) {
  const { rows } = await transaction.query<{ total: number }>(
    `select count(*)::int as total ${from}`,
    values,
    asText,
  )
  return rows[0]!.total
}

type Page = { count: number; offset: number; total: number | null }

function respond(request: Request, body: string, { count, offset, total }: Page): Response {
  if (total !== null && offset > total) {
    throw new DataApiFailure(416, 'PGRST103', 'Requested range not satisfiable')
  }
  const one = request.headers.get('accept')?.includes('application/vnd.pgrst.object+json')
  if (one && count !== 1) {
    throw new DataApiFailure(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', {
      details: `The result contains ${count} rows`,
    })
  }
  const range = count === 0 ? '*' : `${offset}-${offset + count - 1}`
  const isPart = total !== null && count < total
  return new Response(request.method === 'HEAD' ? null : one ? body.slice(1, -1) : body, {
    status: isPart ? 206 : 200,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Range': `${range}/${total ?? '*'}`,
      ...(total === null ? {} : { 'Preference-Applied': 'count=exact' }),
    },
  })
}
