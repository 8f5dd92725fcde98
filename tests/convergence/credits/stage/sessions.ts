import type { Postgres, Session } from '#local/real/postgres.ts'
import type { Asked } from '../../stage/direct-tables.ts'

/** What two writers who meet may be told, and then try again. */
const retryable = /ERROR:\s+(?:40001|40P01|55P03)\s*$/

/** The database was busy: to be tried again. */
export class Busy extends Error {}

export type Sessions = Asked & {
  /** Runs statements that answer nothing. */
  run(script: string): Promise<void>
  close(): void
}

/** So many connections to a real server; whoever asks is given one that is free. */
export function openSessions(
  postgres: Postgres,
  role: 'service_role' | 'postgres',
  many: number,
): Sessions {
  const all = Array.from({ length: many }, () => postgres.open(role))
  const free = [...all]
  const waiting: ((session: Session) => void)[] = []
  const take = () => free.pop() ?? new Promise<Session>((resolve) => void waiting.push(resolve))

  async function send(script: string): Promise<string[]> {
    const session = await take()
    try {
      const { lines, errors } = await session.run(script)
      if (retryable.test(errors)) throw new Busy(errors)
      if (errors !== '') throw new Error(`${errors}\n${script}`)
      return lines
    } finally {
      const next = waiting.shift()
      if (next === undefined) free.push(session)
      else next(session)
    }
  }
  return {
    async query<Row>(sql: string, params: unknown[] = []) {
      const filled = sql.replace(/\$(\d+)/g, (_, at: string) => literal(params[Number(at) - 1]))
      const lines = await send(`select to_json(found) from (${filled}) as found;`)
      return { rows: lines.map((line) => JSON.parse(line) as Row) }
    },
    run: async (script) => void (await send(`${script};`)),
    close: () => all.forEach((session) => session.close()),
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `array[${value.map(literal).join()}]::text[]`
  return `'${String(value as string | number | boolean).replaceAll("'", "''")}'`
}
