import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { transformWithOxc } from 'vite'

/** A request as Netlify's edge hands it to Amazon. */
export type FunctionEvent = {
  rawUrl: string
  httpMethod: string
  headers: Record<string, string>
  body: string
  isBase64Encoded: boolean
  route: string
  flags: Record<string, never>
}

export type InvocationOrder = { entry: string; events: FunctionEvent[] }

/** Processor time of every thread is what counts on a busy machine, and on Amazon's fraction of a processor. */
export type Cost = { wallMs: number; cpuMs: number }

export type Invocation =
  | { kind: 'answered'; status: number; headers: Record<string, string>; body: string; cost: Cost }
  | { kind: 'rejected'; reason: string }

/** What a fresh process did, and every line that it wrote. */
export type Run = { load: Cost; answers: Invocation[]; output: string }

const patienceMilliseconds = 28_000

let program: Promise<string> | undefined

/** Without its types beforehand: Node strips them with WebAssembly, which would be measured along with the function. */
async function readProgram(): Promise<string> {
  const file = join(import.meta.dirname, 'invocation-process.ts')
  return (await transformWithOxc(await readFile(file, 'utf8'), file)).code
}

/**
 * Loads a built function in a fresh process, with no environment but `env`, and invokes it once per event.
 * @param flags Node's or V8's own
 * @throws where the process dies, or takes longer than the platform would let it live
 */
export async function invoke(
  order: InvocationOrder,
  env: Record<string, string>,
  flags: string[] = [],
): Promise<Run> {
  program ??= readProgram()
  const child = spawn(
    process.execPath,
    [...flags, '--input-type=module', '--eval', await program],
    { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds)
  let answer: Omit<Run, 'output'> | undefined
  child.once('message', (message) => {
    answer = message as Omit<Run, 'output'>
  })
  child.send(order)
  const ended = once(child, 'close')
  const output = await Promise.all([readAll(child.stdout), readAll(child.stderr)])
  const [code, signal] = (await ended) as [number | null, string | null]
  clearTimeout(timer)
  if (answer === undefined)
    throw new Error(`the process ended without an answer (${code ?? signal}):\n${output.join('')}`)
  return { ...answer, output: output.join('') }
}

async function readAll(pipe: Readable | null): Promise<string> {
  return pipe === null ? '' : text(pipe)
}
