import type { PGlite, Transaction } from '@electric-sql/pglite'
import type { Settings } from '../settings.ts'
import { answerRows } from './answer-rows.ts'
import { DataApiFailure } from './failure.ts'
import { quoted } from './query-string.ts'

type Input = { name: string; type: string }
type Declared = { inputs: Input[]; required: number; isSet: boolean; isVoid: boolean }
type Order = {
  schema: string
  name: string
  args: Record<string, unknown>
  request: Request
  settings: Settings
}

/** Plans `POST /rest/v1/rpc/<name>`: finds the function whose parameters have these names; Postgres reads the JSON. */
export async function planCall(database: PGlite, { schema, name, args, request, settings }: Order) {
  const given = Object.keys(args)
  const candidates = await declaredFunctions(database, schema, name)
  const declared = candidates.find(
    ({ inputs, required }) =>
      given.every((arg) => inputs.some((input) => input.name === arg)) &&
      inputs.slice(0, required).every((input) => given.includes(input.name)),
  )
  if (declared === undefined) {
    throw new DataApiFailure(
      404,
      'PGRST202',
      `Could not find the function ${schema}.${name}(${given.join(', ')}) in the schema cache`,
    )
  }
  const from = fromClause(schema, name, declared, given)
  const values = given.length === 0 ? [] : [JSON.stringify(args)]

  return async (transaction: Transaction): Promise<Response> => {
    if (declared.isVoid) {
      await transaction.query(`select ${from}`, values)
      return new Response(null, { status: 204 })
    }
    // `called` is the row of a composite and the value of a scalar: one spelling for both.
    if (declared.isSet) {
      const items = `select to_json(called) as item ${from} limit ${settings.maxRows}`
      return await answerRows(transaction, request, { items, all: null, values, offset: 0 })
    }
    const sql = `select to_json(called)::text as body ${from}`
    const { rows } = await transaction.query<{ body: string | null }>(sql, values)
    return new Response(rows[0]?.body ?? 'null', {
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
    })
  }
}

function fromClause(schema: string, name: string, declared: Declared, given: string[]): string {
  const inputs = declared.inputs.filter((input) => given.includes(input.name))
  const passed = inputs.map((input) => `${quoted(input.name)} => args.${quoted(input.name)}`)
  const call = `${quoted(schema)}.${quoted(name)}(${passed.join(', ')}) as called`
  if (inputs.length === 0) return `from ${call}`
  const columns = inputs.map((input) => `${quoted(input.name)} ${input.type}`)
  return `from json_to_record($1::json) as args(${columns.join(', ')}), ${call}`
}

async function declaredFunctions(database: PGlite, schema: string, name: string) {
  const { rows } = await database.query<Declared>(
    `select
       p.pronargs - p.pronargdefaults as required,
       p.proretset as "isSet",
       p.prorettype = 'void'::regtype as "isVoid",
       (
         select coalesce(json_agg(json_build_object(
           'name', p.proargnames[arg.at], 'type', format_type(arg.type, null)) order by arg.at), '[]')
         from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as arg (type, at)
         where coalesce((p.proargmodes::text[])[arg.at], 'i') in ('i', 'b', 'v')
       ) as inputs
     from pg_proc as p
     where p.pronamespace = (select oid from pg_namespace where nspname = $1) and p.proname = $2
     order by p.pronargs desc`,
    [schema, name],
  )
  return rows
}
