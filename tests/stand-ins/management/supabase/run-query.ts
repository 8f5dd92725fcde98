import type { PGlite, Results, Transaction } from '@electric-sql/pglite'
import { Refusal } from '../wire/refusal.ts'

export type Query = { text: string; parameters: unknown[] | null; isReading: boolean }

// Dates, times and intervals come as Postgres writes them.
const asWritten = (text: string) => text
const parsers = Object.fromEntries(
  [1082, 1083, 1114, 1184, 1186, 1266].map((type) => [type, asWritten]),
)

/**
 * Runs SQL as the project's owner, who is no superuser, or as one who may only read: several statements are one
 * transaction unless they say otherwise. Gives the rows of the last one.
 * @throws {Refusal} 400 in the words of Postgres
 */
export async function runQuery(database: PGlite, query: Query): Promise<unknown[]> {
  return await database.transaction(async (sql) => {
    // Not `local`: a query that ends its own transaction must not go on as a superuser.
    const who = query.isReading ? 'supabase_read_only_user' : 'project_owner'
    await sql.exec(`set session authorization ${who}`)
    try {
      if (query.isReading) await sql.exec('set transaction read only')
      return await run(sql, query)
    } catch (error) {
      await sql.exec('rollback')
      throw inWords(error, query.text)
    } finally {
      // In this process `reset session authorization` does nothing: the session began without a login.
      await sql.exec('reset all; set session authorization postgres; set search_path to public')
    }
  })
}

async function run(sql: Transaction, { text, parameters }: Query): Promise<unknown[]> {
  type Row = Record<string, unknown>
  const results: Results<Row>[] =
    parameters === null
      ? ((await sql.exec(text, { parsers })) as Results<Row>[])
      : [await sql.query<Row>(text, parameters, { parsers })]
  return (results.at(-1)?.rows ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asJson(value)])),
  )
}

/** Whole numbers beyond what JSON's readers keep come as text. */
function asJson(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function inWords(error: unknown, text: string): unknown {
  const { code, message, position, detail, hint } = error as Error & Record<string, string>
  if (code === undefined || message === undefined) return error
  const lines = [
    `Failed to run sql query: ERROR:  ${code}: ${message}`,
    ...(position === undefined ? [] : pointAt(text, Number(position))),
    ...(detail === undefined ? [] : [`DETAIL:  ${detail}`]),
    ...(hint === undefined ? [] : [`HINT:  ${hint}`]),
  ]
  return new Refusal(400, `${lines.join('\n')}\n`)
}

/** The line at fault with a caret below, as psql shows it. */
function pointAt(text: string, position: number): string[] {
  const before = text.slice(0, position - 1).split('\n')
  const line = text.split('\n')[before.length - 1] ?? ''
  const label = `LINE ${before.length}: `
  return [label + line, `${' '.repeat(label.length + before.at(-1)!.length)}^`]
}
