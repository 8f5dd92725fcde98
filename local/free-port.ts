import { createServer } from 'node:net'

/** The first port from `wanted` on that is free on 127.0.0.1. */
export async function findFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port += 1) if (await isFree(port)) return port
  throw new Error(`no port from ${wanted} to ${wanted + 99} is free on 127.0.0.1`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
