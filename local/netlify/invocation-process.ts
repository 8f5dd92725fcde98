/**
 * A process of its own that plays Amazon's part: it loads one built function and hands it events, one after the other.
 * Started by `invoke.ts`; the events come as its one message, the answers leave as its one message.
 */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { FunctionEvent } from './event.ts'
import type { Answer, CpuMs, InvocationOrder, Run } from './invoke.ts'

type Metadata = { statusCode: number; multiValueHeaders?: Record<string, string[]> }
type AnswerStream = PassThrough & { metadata?: Metadata }
type Handler = (event: FunctionEvent, answer: AnswerStream, context: object) => Promise<unknown>

/** The two things of Amazon's runtime that Netlify's start-up code asks for. */
const awslambda = {
  streamifyResponse: (handler: Handler) => handler,
  HttpResponseStream: {
    from: (stream: AnswerStream, metadata: Metadata) => Object.assign(stream, { metadata }),
  },
}

Object.assign(globalThis, { awslambda })
const [order] = (await once(process, 'message')) as [InvocationOrder]
const run = await work(order)
process.send?.(run, () => process.exit())

async function work({ entry, events }: InvocationOrder): Promise<Omit<Run, 'output'>> {
  const spent = startClock()
  const { handler } = (await import(pathToFileURL(entry).href)) as { handler: Handler }
  const load = spent()
  const answers: Answer[] = []
  for (const event of events) answers.push(await invoke(handler, event))
  // Time for a promise that nothing awaits to bring the process down.
  await setTimeout(20)
  return { load, answers }
}

async function invoke(handler: Handler, event: FunctionEvent): Promise<Answer> {
  const stream: AnswerStream = new PassThrough()
  const body = text(stream)
  const spent = startClock()
  await handler(event, stream, {
    awsRequestId: '00000000-0000-4000-8000-000000000000',
    getRemainingTimeInMillis: () => 30_000,
    clientContext: {},
  })
  const { statusCode, multiValueHeaders = {} } = stream.metadata ?? { statusCode: 0 }
  const headers = Object.entries(multiValueHeaders).map(([name, all]) => [name, all.join(', ')])
  return {
    status: statusCode,
    headers: Object.fromEntries(headers),
    body: await body,
    cost: spent(),
  }
}

/** @returns a function that tells what has been spent since */
function startClock(): () => CpuMs {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
}
