import { createHmac } from 'node:crypto'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'
import { findPort, findPostgrest, startProgram } from '#local/real/programs.ts'

export type RealDataApi = {
  postgres: Postgres
  /** Calls a function with the server's key; its answer. */
  call<Answer>(name: string, args: object): Promise<Answer>
  /** Asks for or changes rows, as a plain implementation does. */
  send<Answer>(method: 'GET' | 'PATCH', path: string, body?: object): Promise<Answer>
  /** Ends the Data API, with its sessions: what they did is counted from then on. */
  stop(): Promise<void>
  close(): Promise<void>
}

/** A PostgreSQL with the real migrations, and PostgREST before it: `null` where this machine has none. */
export async function startRealDataApi(prepare: string): Promise<RealDataApi | null> {
  const bin = findPostgres()
  if (bin === null) return null
  const [databasePort, port] = [await findPort(), await findPort()]
  const postgres = await startPostgres(bin, databasePort)
  await postgres.own(prepare)
  const postgrest = await findPostgrest()
  const [secret, url] = ['a secret of at least thirty-two characters', `http://127.0.0.1:${port}`]
  const program = await startProgram(postgrest.file, {
    env: {
      PGRST_DB_URI: `postgres://authenticator@127.0.0.1:${databasePort}/postgres?sslmode=disable`,
      PGRST_DB_SCHEMAS: 'public',
      PGRST_DB_ANON_ROLE: 'anon',
      PGRST_DB_POOL: '10',
      PGRST_JWT_SECRET: secret,
      PGRST_SERVER_HOST: '127.0.0.1',
      PGRST_SERVER_PORT: String(port),
      PGRST_LOG_LEVEL: 'error',
    },
    url,
  })
  const authorization = `Bearer ${signToken(secret, { role: 'service_role' })}`

  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${text}`)
    return (text === '' ? null : JSON.parse(text)) as Answer
  }
  return {
    postgres,
    call: (name, args) => ask('POST', `/rpc/${name}`, args),
    send: ask,
    stop: () => program.stop(),
    async close() {
      await program.stop()
      postgrest.drop()
      postgres.stop()
    },
  }
}

function signToken(secret: string, claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
