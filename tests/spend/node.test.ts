import { EventEmitter, once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createCredits, withCredits } from '../../spend/credits.ts'
import { forNode } from '../../spend/node.ts'
import { prepareDataApi, secretKey, site, token } from './prepared-data-api.ts'

setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void

type Handler = (request: Request) => Response | Promise<Response>

async function serve(handler: Handler): Promise<{ url: string; port: number }> {
  const server = createServer(forNode(handler))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}

test('the whole request comes in, and the whole answer goes out', async () => {
  const { url, port } = await serve(async (request) => {
    const { method, headers } = request
    const told = {
      method,
      url: request.url,
      kind: headers.get('X-Kind'),
      body: await request.text(),
    }
    const answer = Response.json(told, { status: 201 })
    answer.headers.append('Set-Cookie', 'a=1')
    answer.headers.append('Set-Cookie', 'b=2')
    return answer
  })
  const body = '~'.repeat(1_000_000)
  const init = { method: 'PUT', headers: { 'X-Kind': 'fine' }, body }
  const answer = await fetch(`${url}/draw?size=9`, init)
  expect(answer.status).toBe(201)
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  const asked = `http://127.0.0.1:${port}/draw?size=9`
  expect(await answer.json()).toEqual({ method: 'PUT', url: asked, kind: 'fine', body })
})

test('a request and an answer without a body', async () => {
  const { url } = await serve(
    ({ body }) => new Response(null, { status: body === null ? 204 : 500 }),
  )
  for (const method of ['GET', 'HEAD']) expect((await fetch(url, { method })).status).toBe(204)
})

test('where it leads is what the request line says, whatever the host', async () => {
  const { port } = await serve((request) => new Response(new URL(request.url).pathname))
  for (const host of ['free.example/free?', 'a b', '@:', '[']) {
    const asked = send({ port, host: '127.0.0.1', path: '//paid', headers: { host } }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    answer.setEncoding('utf8')
    expect(await answer.toArray()).toEqual(['//paid'])
  }
})

test('an answer is written no faster than it is read, and whoever leaves ends it', async () => {
  let written = 0
  const cancelled = vi.fn<() => void>()
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const { url } = await serve((request) => {
    request.signal.addEventListener('abort', () => resolve())
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      written += 1
      controller.enqueue(new Uint8Array(65_536))
    }
    return new Response(new ReadableStream({ pull, cancel: cancelled }, { highWaterMark: 0 }))
  })
  const gone = new AbortController()
  const answer = await fetch(url, { signal: gone.signal })
  const reader = answer.body!.getReader()
  await reader.read()
  // Nobody holds the request any more.
  collectGarbage()
  // Until the connection is full.
  for (let before = -1; before !== written;) {
    before = written
    await new Promise((next) => setTimeout(next, 200))
  }
  // 64 kB each; an unbounded one would have written gigabytes by now.
  expect(written).toBeLessThan(1000)
  gone.abort()
  await aborted
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalledOnce(), 60_000)
})

test('a connection that closes during a write ends the answer, though it never drains', async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>()
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) =>
    controller.enqueue(new Uint8Array(1))
  const handler = () => new Response(new ReadableStream({ pull, cancel: () => resolve() }))
  const events = new EventEmitter()
  const write = () => {
    events.emit('close')
    return false
  }
  const [writeHead, flushHeaders, end, destroy] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]
  const incoming = Object.assign(Readable.from([]), { url: '/', method: 'GET', headers: {} })
  forNode(handler)(incoming, {
    writableFinished: false,
    on: (name, listener) => events.on(name, listener),
    write,
    writeHead,
    flushHeaders,
    end,
    destroy,
  })
  await cancelled
  expect(end).not.toHaveBeenCalled()
})

test('the signal does not end with an answer that arrived', async () => {
  let signal: AbortSignal | undefined
  const { url } = await serve((request) => {
    ;({ signal } = request)
    return new Response('~~~')
  })
  await (await fetch(url, { headers: { connection: 'close' } })).text()
  await new Promise((next) => setTimeout(next, 20))
  expect(signal?.aborted).toBe(false)
})

test('what breaks off, or throws, does not look whole', async () => {
  const { url } = await serve((request) => {
    if (request.url.endsWith('/throw')) throw new Error('no')
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      controller.enqueue(new TextEncoder().encode('half'))
      setTimeout(() => controller.error(new Error('no')), 20)
    }
    return new Response(new ReadableStream({ start }))
  })
  await expect(fetch(`${url}/half`).then((answer) => answer.text())).rejects.toThrow()
  await expect(fetch(`${url}/throw`)).rejects.toThrow()
})

test('a request that is none ends, and the server lives on', async () => {
  const { url, port } = await serve(() => new Response('~~~'))
  const socket = connect(port, '127.0.0.1', () =>
    socket.write('TRACE / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n'),
  )
  socket.resume()
  await once(socket, 'close')
  expect(await (await fetch(url)).text()).toBe('~~~')
})

test('whoever hangs up in the middle of what they pay for, pays', async () => {
  const { url: dataApi, calls } = await prepareDataApi()
  const credits = createCredits({ url: dataApi, secretKey, site })
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) =>
    controller.enqueue(new TextEncoder().encode('half'))
  const handler = () => new Response(new ReadableStream({ start }))
  const { url } = await serve(withCredits(handler, { credits, price: 5 }))
  const gone = new AbortController()
  const headers = { Authorization: `Bearer ${token}` }
  const answer = await fetch(url, { headers, signal: gone.signal })
  await answer.body!.getReader().read()
  gone.abort()
  const settled = () => calls.filter(({ name }) => name === 'settle_charge')
  await vi.waitFor(() => expect(settled()).toHaveLength(1), 60_000)
  expect(settled()).toMatchObject([{ order: { final_cost: 5 } }])
})
