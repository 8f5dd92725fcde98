import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a stub was asked, with the body already read. */
export type Asked = {
  path: string
  headers: Record<string, string | string[] | undefined>
  body: Record<string, unknown>
}

/** One prepared answer; `body` is sent as it is where it is a string. */
export type Prepared = { status: number; body: unknown; headers?: Record<string, string> }

/** A server on 127.0.0.1 that gives the prepared answers in turn and remembers what it was asked. */
export async function serveAnswers(...answers: Prepared[]) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
      asked.push({ path: request.url ?? '', headers: request.headers, body })
      const answer = answers.shift() ?? { status: 501, body: 'no answer prepared' }
      response.writeHead(answer.status, answer.headers)
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, asked, [Symbol.asyncDispose]: close }
}
