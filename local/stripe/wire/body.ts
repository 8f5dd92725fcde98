import type { IncomingMessage } from 'node:http'
import { StripeProblem } from '../problem.ts'

const MAX_BYTES = 1024 * 1024

/** @throws 413 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BYTES) throw new StripeProblem(413, 'The request is larger than 1 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
