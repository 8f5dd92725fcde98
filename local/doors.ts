import { readdirSync } from 'node:fs'
import type { Config } from '@netlify/functions'
import { createRateLimiter } from './rate-limiter.ts'

type DoorModule = {
  default: (request: Request, context: { requestId: string; ip: string }) => Promise<Response>
  config?: Config
}

/** The doors of `netlify/functions`, answering as Netlify would route to them. */
export type Doors = {
  /** `null` if no door has the path. */
  answer(request: Request, ip: string): Promise<Response | null>
  /** Calls every scheduled door once, as Netlify's clock does. */
  tick(): Promise<void>
}

/** Where the doors' files are. */
export const functionsFolder = new URL('../netlify/functions/', import.meta.url)

/**
 * Routes as Netlify does: paths regardless of case or a trailing slash, limits per address, scheduled doors without
 * a public path (here they can be called under `/.netlify/functions/<name>`).
 * @param load imports a file of `netlify/functions`, again after each edit
 */
export function createDoors(load: (url: URL) => Promise<DoorModule>): Doors {
  const isOverLimit = createRateLimiter()
  const names = readdirSync(functionsFolder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
  const open = (name: string) => load(new URL(`${name}.ts`, functionsFolder))

  async function call(
    { default: answer }: DoorModule,
    request: Request,
    ip: string,
  ): Promise<Response> {
    try {
      return await answer(request, { requestId: crypto.randomUUID(), ip })
    } catch (error) {
      console.error(error)
      return new Response('Internal error', { status: 500 })
    }
  }

  function tickRequest(name: string): Request {
    const body = JSON.stringify({ next_run: new Date(Date.now() + 600_000).toISOString() })
    return new Request(`http://127.0.0.1/.netlify/functions/${name}`, { method: 'POST', body })
  }

  return {
    async answer(request, ip) {
      const path = new URL(request.url).pathname.toLowerCase().replace(/(.)\/$/, '$1')
      for (const name of names) {
        const module = await open(name)
        const { config = {} } = module
        const own = 'path' in config ? config.path : `/.netlify/functions/${name}`
        if (![own].flat().some((pattern) => isAt(pattern, path))) continue
        if (config.rateLimit !== undefined && isOverLimit(`${name} ${ip}`, config.rateLimit))
          return new Response('Too many requests', { status: 429 })
        return call(module, request, ip)
      }
      return null
    },
    async tick() {
      for (const name of names) {
        const module = await open(name)
        if (module.config !== undefined && 'schedule' in module.config)
          await call(module, tickRequest(name), '127.0.0.1')
      }
    },
  }
}

/** `/p/:product` has one step in the place of the name. */
function isAt(pattern: string, path: string): boolean {
  const [steps, asked] = [pattern.split('/'), path.split('/')]
  return (
    steps.length === asked.length &&
    steps.every((step, at) => (step.startsWith(':') ? asked[at] !== '' : step === asked[at]))
  )
}
