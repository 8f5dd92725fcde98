import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call that changes something, as it passed. */
export type Write = { host: string; method: string; path: string }

type Trap = {
  /** The how-manieth writing call trips it, from 1. */
  at: number
  /** `before`: the call never arrives; `after`: it is done, and the answer is lost. */
  when: 'before' | 'after'
  trip: () => void
}

/** A way to the stand-ins on which writing calls are counted, and at a chosen one something happens. */
export type Tripwire = {
  /** By name of the target: what to use in place of its address. */
  urls: Record<string, string>
  /** Writing calls that were passed on, oldest first. */
  writes: Write[]
  set(trap: Trap | null): void
  close(): Promise<void>
}

/** Reading by POST: a query that may only read, and a session for a customer that does not exist. */
const readsAll = [/\/database\/query\/read-only$/, /^\/v1\/billing_portal\/sessions$/]

/** @param targets addresses of stand-ins by name */
export async function startTripwire(targets: Record<string, string>): Promise<Tripwire> {
  const writes: Write[] = []
  let trap: Trap | null = null
  let seen = 0

  async function pass(name: string, message: IncomingMessage, response: ServerResponse) {
    const body = await readAll(message)
    const { method = 'GET', url = '/' } = message
    const path = url.split('?')[0]!
    const isWrite = method !== 'GET' && !readsAll.some((pattern) => pattern.test(path))
    seen += isWrite ? 1 : 0
    const isTripped = isWrite && trap?.at === seen
    if (isTripped && trap?.when === 'before') {
      trap.trip()
      return
    }
    if (isWrite) writes.push({ host: name, method, path })
    const { host: _, connection: __, 'content-length': ___, ...headers } = message.headers
    const answer = await fetch(targets[name] + url, {
      method,
      headers: headers as Record<string, string>,
      redirect: 'manual',
      body: method === 'GET' ? null : new Uint8Array(body),
    })
    const content = Buffer.from(await answer.arrayBuffer())
    if (isTripped) {
      trap?.trip()
      return
    }
    const {
      'content-encoding': ____,
      'transfer-encoding': _____,
      ...kept
    } = Object.fromEntries(answer.headers)
    response.writeHead(answer.status, kept).end(content)
  }

  const servers = await Promise.all(
    Object.keys(targets).map(async (name) => {
      const server = createServer((message, response) => {
        pass(name, message, response).catch(() => response.destroy())
      })
      server.listen(0, '127.0.0.1').unref()
      await once(server, 'listening')
      return { name, server }
    }),
  )
  return {
    urls: Object.fromEntries(
      servers.map(({ name, server }) => [
        name,
        `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ]),
    ),
    writes,
    set(next) {
      trap = next
      seen = 0
    },
    async close() {
      for (const { server } of servers) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
