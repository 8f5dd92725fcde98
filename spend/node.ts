/** What is used of a request of Node's `http`. */
type Incoming = AsyncIterable<Uint8Array> & {
  url?: string | undefined
  method?: string | undefined
  headers: object & { host?: string | undefined }
}
/** What is used of a response of Node's `http`. */
type Outgoing = {
  writableFinished: boolean
  writeHead(status: number, headers: string[]): unknown
  flushHeaders(): void
  write(chunk: Uint8Array): boolean
  end(): unknown
  destroy(): unknown
  on(event: string, listener: () => void): unknown
}

/**
 * A handler of requests as a listener of Node's `http`: `createServer(forNode(withCredits(...)))`. The signal of a
 * request is aborted if its caller leaves before the whole answer has arrived. What a handler throws ends the connection.
 */
export function forNode(
  handler: (request: Request) => Response | Promise<Response>,
): (incoming: Incoming, outgoing: Outgoing) => void {
  return (incoming, outgoing) => {
    const left = new AbortController()
    const { signal } = left
    // Node forgets a request that nobody holds, and its signal with it.
    const held = new Set<Request>()
    let wake = () => {}
    outgoing.on('drain', () => wake())
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) left.abort()
      held.clear()
      wake()
    })
    const write = async (chunk: Uint8Array) => {
      if (!outgoing.write(chunk) && !signal.aborted)
        await new Promise<void>((resolve) => (wake = resolve))
    }
    async function answer(): Promise<void> {
      const request = toRequest(incoming, signal)
      held.add(request)
      const { status, headers, body } = await handler(request)
      outgoing.writeHead(status, [...headers].flat())
      // A stream may be quiet for a while.
      outgoing.flushHeaders()
      await body?.pipeTo(new WritableStream({ write }), { signal })
      outgoing.end()
    }
    // What broke off must not look whole.
    answer().catch(() => outgoing.destroy())
  }
}

function toRequest(incoming: Incoming, signal: AbortSignal): Request {
  const { url = '/', method = 'GET', headers } = incoming
  const address = new URL(`http://localhost${url}`)
  // By itself, so that nothing in it passes for a path.
  address.host = headers.host ?? ''
  // Node takes whatever can be iterated for a body.
  const body = method === 'GET' || method === 'HEAD' ? null : (incoming as never)
  const init = { method, headers: headers as Record<string, string>, body, signal, duplex: 'half' }
  return new Request(address, init as RequestInit)
}
