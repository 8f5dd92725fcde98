import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { transformWithOxc } from 'vite'
import type { FunctionEvent } from './event.ts'

export type InvocationOrder = { entry: string; events: FunctionEvent[] }

/**
 * Milliseconds of processor time, of every thread: that is what counts on a busy machine, and on Amazon's fraction of a
 * processor.
 */
export type CpuMs = number

export type Answer = {
  status: number
  headers: Record<string, string>
  body: string
  cost: CpuMs
}

/** What a fresh process did, and every line that it wrote. */
export type Run = { load: CpuMs; answers: Answer[]; output: string }

const patienceMilliseconds = 28_000

let program: Promise<string> | undefined

/** Stripped of its types in advance: Node does that with WebAssembly, which would be measured with the function. */
async function readProgram(): Promise<string> {
  const file = join(import.meta.dirname, 'invocation-process.ts')
  return (await transformWithOxc(await readFile(file, 'utf8'), file)).code
}

/**
 * Loads a built function in a fresh process, with no environment but `env`, and invokes it once per event.
 * @param flags of Node or V8
 * @throws if a call is rejected, the process dies, or it takes longer than the platform would let it live
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
    { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], timeout: patienceMilliseconds },
  )
  let answer: Omit<Run, 'output'> | undefined
  child.once('message', (message) => {
    answer = message as Omit<Run, 'output'>
  })
  child.send(order)
  const ended = once(child, 'close')
  const output = (await Promise.all([text(child.stdout!), text(child.stderr!)])).join('')
  const [code, signal] = (await ended) as [number | null, string | null]
  if (answer === undefined)
    throw new Error(`the process ended without an answer (${code ?? signal}):\n${output}`)
  return { ...answer, output }
}
