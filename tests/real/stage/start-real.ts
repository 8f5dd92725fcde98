import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import * as jose from 'jose'
import type { TestProject } from 'vitest/node'
import { readSettings } from '#local/supabase/config-file.ts'
import type { Session } from '#local/real/postgres.ts'
import { findPostgres, startServer } from '#local/real/postgres.ts'
import type { Changes, Side } from './desk.ts'
import { openDesk } from './desk.ts'
import { describeGotrue } from './gotrue.ts'
import type { Program } from '#local/real/programs.ts'
import { findPort, findPostgrest, startProgram } from '#local/real/programs.ts'
import { openSmtpSink } from './smtp-sink.ts'

const siteUrl = 'http://127.0.0.1:8888/'

/** Starts the real programs on a PostgreSQL of their own; what it returns ends them. */
export default async function startReal({ provide }: TestProject): Promise<() => Promise<void>> {
  const ends: (() => unknown)[] = []
  const end = async () => {
    for (const each of ends.toReversed()) await each()
  }
  try {
    provide('side', await start(ends))
  } catch (error) {
    await end()
    throw error
  }
  return end
}

async function start(ends: (() => unknown)[]): Promise<Side> {
  const bin = findPostgres()
  if (bin === null) throw new Error('There is no PostgreSQL on this machine.')
  const [databasePort, authPort, restPort] = [await findPort(), await findPort(), await findPort()]
  const postgres = startServer(bin, databasePort)
  ends.push(() => postgres.stop())
  const as = (role: string) =>
    `postgres://${role}@127.0.0.1:${databasePort}/postgres?sslmode=disable`

  let undeliverable: string[] = []
  const sink = await openSmtpSink((address) => undeliverable.includes(address))
  ends.push(() => sink.close())

  const { privateKey, publicKey } = await jose.generateKeyPair('ES256', { extractable: true })
  const kid = randomUUID()
  const named = { kid, alg: 'ES256', use: 'sig' }
  const key = { ...(await jose.exportJWK(privateKey)), ...named, key_ops: ['sign', 'verify'] }
  const mint = async (claims: Record<string, unknown>) => {
    const now = Math.floor(Date.now() / 1000)
    const given = { iat: now, exp: now + 1800, ...claims }
    return await new jose.SignJWT(JSON.parse(JSON.stringify(given)) as jose.JWTPayload)
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
      .sign(privateKey)
  }

  const { templates } = await readSettings()
  const binary = process.env['GOTRUE_BINARY'] || null
  let auth: Program | null = null
  let running = '{}'
  const startAuth = async (changes: Changes) => {
    const world = { port: authPort, database: as('supabase_auth_admin'), key, siteUrl }
    const env = await describeGotrue({ ...world, smtpPort: sink.port, desk: desk.url }, changes)
    const url = `http://127.0.0.1:${authPort}/health`
    auth = await startProgram(binary!, { args: ['serve'], env, url })
    return env
  }
  let holder: Session | null = null
  const hold = async (address: string | null) => {
    await holder?.run('rollback;')
    holder?.close()
    holder = address === null ? null : postgres.open('postgres')
    const select = `select from private.accounts where address = '${address}' for update;`
    await holder?.run(`begin; ${select}`)
  }
  ends.push(() => hold(null))
  const desk = await openDesk(
    {
      run: (sql) => postgres.own(sql),
      async rows(sql) {
        const select = `select coalesce(json_agg(to_json(asked)), '[]') from (${sql}) as asked`
        return JSON.parse((await postgres.own(select)).join('\n')) as unknown[]
      },
      emails: () => sink.emails,
      hold,
      mint: (claims) => mint({ iss: `http://127.0.0.1:${authPort}/auth/v1`, ...claims }),
      async change({ undeliverable: refused = [], ...changes }) {
        undeliverable = refused
        if (binary === null || running === JSON.stringify(changes)) return
        running = JSON.stringify(changes)
        await auth?.stop()
        await startAuth(changes)
      },
    },
    Object.fromEntries(Object.entries(templates).map(([name, { html }]) => [name, html])),
  )
  ends.push(() => desk.close())

  await postgres.surround(['roles.sql'])
  if (binary === null) await postgres.surround(['auth.sql'])
  else {
    await postgres.own('create schema auth authorization supabase_auth_admin')
    await postgres.own('alter role supabase_auth_admin set search_path = auth')
    const world = { port: authPort, database: as('supabase_auth_admin'), key, siteUrl }
    const env = await describeGotrue({ ...world, smtpPort: sink.port, desk: desk.url }, {})
    await promisify(execFile)(binary, ['migrate'], { env: { PATH: process.env['PATH'], ...env } })
    await postgres.own(`
      grant usage on schema auth to anon, authenticated, service_role, project_owner;
      grant all on all tables in schema auth to project_owner;
    `)
  }
  await postgres.surround(['schemas.sql', 'public.sql', 'granting.sql'])
  await postgres.migrate()
  ends.push(() => auth?.stop())
  if (binary !== null) await startAuth({})

  const postgrest = await findPostgrest()
  ends.push(() => postgrest.drop())
  const jwk = { ...(await jose.exportJWK(publicKey)), ...named }
  const rest = `http://127.0.0.1:${restPort}`
  const program = await startProgram(postgrest.file, {
    env: {
      PGRST_DB_URI: as('authenticator'),
      PGRST_DB_SCHEMAS: 'public',
      PGRST_DB_ANON_ROLE: 'anon',
      PGRST_DB_MAX_ROWS: String((await readSettings()).maxRows),
      PGRST_JWT_SECRET: JSON.stringify({ keys: [jwk] }),
      PGRST_SERVER_HOST: '127.0.0.1',
      PGRST_SERVER_PORT: String(restPort),
      PGRST_LOG_LEVEL: 'error',
    },
    url: rest,
  })
  ends.push(() => program.stop())
  const serverToken = await mint({ role: 'service_role' })
  return {
    name: binary === null ? 'the real PostgREST' : 'the real GoTrue and PostgREST',
    auth: binary === null ? null : `http://127.0.0.1:${authPort}`,
    rest,
    desk: desk.url,
    keys: { publishable: {}, secret: { authorization: `Bearer ${serverToken}` } },
    siteUrl,
  }
}
