import type { Results, Transaction } from '@electric-sql/pglite'
import { DataApiFailure } from './failure.ts'

type Query = {
  /** A `select` of the rows as JSON, each in a column `item`. */
  items: string
  /** The same without a limit, if the request asks for a count. */
  all: string | null
  values: unknown[]
  offset: number
}

// Values travel as text and Postgres reads them as the column's type; PGlite would insist on a JavaScript boolean.
const asText = { serializers: { 16: String } }

/** Runs a query of rows and answers as PostgREST does: a list, or the one object that the request accepts. */
export async function answerRows(
  transaction: Transaction,
  request: Request,
  { items, all, values, offset }: Query,
): Promise<Response> {
  const ask = async <Row>(sql: string): Promise<Results<Row>> =>
    await transaction.query<Row>(sql, values, asText)
  const { rows } = await ask<{ body: string; count: number }>(
    `select coalesce(json_agg(item), '[]')::text as body, count(*)::int as count from (${items}) as picked`,
  )
  const { body, count } = rows[0]!
  const total =
    all === null
      ? null
      : (await ask<{ total: number }>(`select count(*)::int as total from (${all}) as whole`))
          .rows[0]!.total

  if (total !== null && offset > total) {
    throw new DataApiFailure(416, 'PGRST103', 'Requested range not satisfiable', {
      contentRange: `*/${total}`,
    })
  }
  const isOne = request.headers.get('accept')?.includes('application/vnd.pgrst.object+json')
  if (isOne && count !== 1) {
    throw new DataApiFailure(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', {
      details: `The result contains ${count} rows`,
    })
  }
  const range = count === 0 ? '*' : `${offset}-${offset + count - 1}`
  const isPart = total !== null && count < total
  return new Response(request.method === 'HEAD' ? null : isOne ? body.slice(1, -1) : body, {
    status: isPart ? 206 : 200,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Range': `${range}/${total ?? '*'}`,
      ...(total === null ? {} : { 'Preference-Applied': 'count=exact' }),
    },
  })
}
