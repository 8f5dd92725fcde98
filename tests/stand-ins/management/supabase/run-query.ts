import type { PGlite, Results, Transaction } from '@electric-sql/pglite'
import { Refusal } from '#local/wire/refusal.ts'

type Query = { text: string; isReading: boolean }

// Dates, times and intervals come as Postgres writes them.
const asWritten = (text: string) => text
const parsers = Object.fromEntries(
  [1082, 1083, 1114, 1184, 1186, 1266].map((type) => [type, asWritten]),
)

/**
 * Runs SQL as the project's owner, who is no superuser, or as a role that may only read. Several statements are one
 * transaction unless they say otherwise. Returns the rows of the last one.
 * @throws {Refusal} 400 in the words of Postgres
 */
export async function runQuery(database: PGlite, query: Query): Promise<unknown[]> {
  return await database.transaction(async (sql) => {
    // Not `local`: a query that ends its own transaction must not go on as a superuser.
    const role = query.isReading ? 'supabase_read_only_user' : 'project_owner'
    await sql.exec(`set session authorization ${role}`)
    try {
      if (query.isReading) await sql.exec('set transaction read only')
      return await run(sql, query.text)
    } catch (error) {
      await sql.exec('rollback')
      throw asRefusal(error, query.text)
    } finally {
      // In this process `reset session authorization` does nothing: the session began without a login.
      await sql.exec('reset all; set session authorization postgres; set search_path to public')
    }
  })
}

async function run(sql: Transaction, text: string): Promise<unknown[]> {
  const results = (await sql.exec(text, { parsers })) as Results<Record<string, unknown>>[]
  return (results.at(-1)?.rows ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asJson(value)])),
  )
}

/** Whole numbers that readers of JSON would round come as text. */
function asJson(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function asRefusal(error: unknown, text: string): unknown {
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

/** The line with the error and a caret below, as psql shows it. */
function pointAt(text: string, position: number): string[] {
  const before = text.slice(0, position - 1).split('\n')
  const line = text.split('\n')[before.length - 1] ?? ''
  const label = `LINE ${before.length}: `
  return [label + line, `${' '.repeat(label.length + before.at(-1)!.length)}^`]
}
