import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { side } from './client.ts'

/** A call as it came, and what it was answered. */
export type Passed = { name: string; order: Record<string, unknown>; status: number; code?: string }

export const secretKey = 'sb_secret_of_this_project'

/**
 * The project's own address before the Data API of this side, as the owner's back end has it: the secret key becomes the
 * role's token. `passed` is told every call after its answer, before whoever called hears of it.
 */
export async function openProject(passed: (call: Passed) => unknown = () => undefined) {
  const calls: Passed[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const { apikey, host: _, connection: __, 'content-length': ___, ...sent } = request.headers
      const [path, body] = [request.url!.replace('/rest/v1', ''), await text(request)]
      const keys = apikey === secretKey ? side.keys.secret : {}
      const headers = { ...(sent as Record<string, string>), ...keys }
      const answer = await fetch(side.rest + path, { method: 'POST', headers, body })
      const told = await answer.text()
      const { code } = JSON.parse(told) as { code?: string }
      const order = JSON.parse(body) as Record<string, unknown>
      const call = { name: path.replace('/rpc/', ''), order, status: answer.status }
      calls.push({ ...call, ...(code && { code }) })
      await passed(calls.at(-1)!)
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(told)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, calls }
}
