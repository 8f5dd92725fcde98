import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A real server on a socket of its own, and on a port where it is given one. */
export type Postgres = {
  /** Runs a script in a session of its own, as the server key does; everything it printed. */
  run(script: string): Promise<{ code: number; lines: string[]; errors: string }>
  /** Opens a session that stays, in one role; a fault in one script is told, and the next one runs. */
  open(role: 'service_role' | 'postgres'): Session
  /** As the owner of the machine; fails loudly. */
  own(script: string): Promise<string[]>
  /** Runs these of Supabase's surroundings under the machine's owner. */
  surround(names: string[]): Promise<void>
  /** Runs the real migrations under the project's owner. */
  migrate(): Promise<void>
  stop(): void
}

/** One connection: its scripts run one after another. */
export type Session = {
  run(script: string): Promise<{ lines: string[]; errors: string }>
  close(): void
}

const debian = '/usr/lib/postgresql'
const surroundings = new URL('../supabase/surroundings/', import.meta.url)
const migrations = new URL('../../supabase/migrations/', import.meta.url)

/** The folder of Debian's newest server; `null` if there is none. */
export function findPostgres(): string | null {
  if (!existsSync(debian)) return null
  const versions = readdirSync(debian).sort((one, other) => Number(other) - Number(one))
  const folders = versions.map((version) => join(debian, version, 'bin'))
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** With all of Supabase's surroundings and the real migrations. */
export async function startPostgres(bin: string, port?: number): Promise<Postgres> {
  const postgres = startServer(bin, port)
  await postgres.surround(['roles.sql', 'auth.sql', 'schemas.sql', 'public.sql', 'granting.sql'])
  await postgres.migrate()
  return postgres
}

/** Bare. */
export function startServer(bin: string, port?: number): Postgres {
  const folder = mkdtempSync('/tmp/portal-gateway-postgres-')
  const isRoot = process.getuid?.() === 0
  // Postgres refuses to run as root.
  const asPostgres = (command: string, args: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args]
  if (isRoot) execFileSync('chown', ['postgres', folder])
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const listening =
    port === undefined ? `-c listen_addresses=''` : `-c listen_addresses=127.0.0.1 -p ${port}`
  const settings = `-k ${folder} -c fsync=off ${listening}`
  const server = (...args: string[]) =>
    execFileSync(...asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args]), {
      stdio: 'ignore',
    })
  execFileSync(
    ...asPostgres(join(bin, 'initdb'), [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
    ]),
    { stdio: 'ignore' },
  )
  server('-l', join(folder, 'log'), '-o', settings, 'start')

  const client = (...args: string[]) =>
    spawn(join(bin, 'psql'), [
      '-h',
      folder,
      ...(port === undefined ? [] : ['-p', String(port)]),
      '-U',
      'postgres',
      '-d',
      'postgres',
      '-AtqX',
      ...args,
    ])

  async function psql(script: string) {
    const child = client('-v', 'ON_ERROR_STOP=1')
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    // Whoever gave up at a fault reads no further.
    child.stdin.on('error', () => undefined)
    child.stdin.end(script)
    const [code] = (await once(child, 'close')) as [number]
    return { code, lines: output.split('\n').filter((line) => line !== ''), errors }
  }
  async function own(script: string): Promise<string[]> {
    const { code, lines, errors } = await psql(script)
    if (code !== 0) throw new Error(errors)
    return lines
  }

  const load = async (role: string, folder: URL, names: string[]) => {
    for (const name of names)
      await own(
        `begin; set local role ${role};\n${readFileSync(new URL(name, folder), 'utf8')}\ncommit;`,
      )
  }

  return {
    run: (script) => psql(`set role service_role;\n${script}`),
    open(role) {
      const session = openSession(client('-v', 'VERBOSITY=sqlstate'))
      void session.run(`set client_min_messages = error; set role ${role};`)
      return session
    },
    own,
    surround: (names) => load('postgres', surroundings, names),
    migrate: () =>
      load(
        'project_owner',
        migrations,
        readdirSync(migrations)
          .filter((name) => name.endsWith('.sql'))
          .sort(),
      ),
    stop() {
      server('-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const end = 'that is all'

function openSession(child: ChildProcessWithoutNullStreams): Session {
  let [output, errors] = ['', '']
  let done: () => void = () => undefined
  const isDone = () => [output, errors].every((told) => told.endsWith(`${end}\n`))
  const hear = (add: (told: string) => void) => (chunk: Buffer) => {
    add(chunk.toString())
    if (isDone()) done()
  }
  child.stdout.on(
    'data',
    hear((told) => (output += told)),
  )
  child.stderr.on(
    'data',
    hear((told) => (errors += told)),
  )
  child.once('close', () => done())
  let last: Promise<unknown> = Promise.resolve()
  async function runNext(script: string) {
    ;[output, errors] = ['', '']
    const told = new Promise<void>((resolve) => (done = resolve))
    child.stdin.write(`${script}\n\\echo ${end}\n\\warn ${end}\n`)
    await told
    if (!isDone()) throw new Error(`the session ended: ${errors}`)
    const without = (text: string) => text.slice(0, -end.length - 1)
    return {
      lines: without(output)
        .split('\n')
        .filter((line) => line !== ''),
      errors: without(errors),
    }
  }
  const run = (script: string) => {
    const told = last.then(() => runNext(script))
    last = told.catch(() => undefined)
    return told
  }
  return { run, close: () => child.stdin.end() }
}
