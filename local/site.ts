import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Connect, Plugin } from 'vite'
import { isRunnableDevEnvironment } from 'vite'
import type { Doors } from './doors.ts'
import { createDoors } from './doors.ts'
import { answerExample, examplePath } from './example-api.ts'
import { answerPicture, picturesPath } from './pictures.ts'
import { headersFor, parseHeadersFile } from './headers-file.ts'
import { send, toRequest } from './wire/node-http.ts'
import { parseRedirectsFile, pathFor } from './redirects-file.ts'
import type { Services } from './services.ts'

/** The plugin, and the clock that calls the scheduled doors. */
export type Site = { plugin: Plugin; tick(): Promise<void> }

/**
 * A Vite plugin that puts everything on one origin: the page, the doors, and the stand-ins under `/_local`.
 * In development, the doors run through Vite's module runner and are reloaded after each edit; in the preview of a
 * built page they are imported once, and its `_headers` and `_redirects` are applied as Netlify applies them.
 */
export function createSite(origin: string, services: Services): Site {
  let doors: Doors | undefined
  return {
    async tick() {
      await doors?.tick()
    },
    plugin: {
      name: 'portal-gateway-site',
      configureServer(server) {
        const { ssr } = server.environments
        if (!isRunnableDevEnvironment(ssr)) throw new Error('Vite has no module runner here')
        doors = createDoors((url) => ssr.runner.import(url.pathname))
        server.middlewares.use(serve(origin, services, doors))
      },
      async configurePreviewServer(server) {
        doors = createDoors((url) => import(url.href))
        server.middlewares.use(serve(origin, services, doors))
        const read = (name: string) => readFile(join(server.config.build.outDir, name), 'utf8')
        const headerRules = parseHeadersFile(await read('_headers'))
        const rewriteRules = parseRedirectsFile(await read('_redirects'))
        server.middlewares.use((request, response, next) => {
          const url = new URL(request.url ?? '/', origin)
          for (const [name, value] of headersFor(headerRules, url.pathname))
            response.setHeader(name, value)
          const path = pathFor(rewriteRules, url, request.headers['accept-language'] ?? '')
          request.url = path + url.search
          next()
        })
      },
    },
  }
}

function serve(origin: string, { standIns }: Services, doors: Doors): Connect.NextHandleFunction {
  return (message, response, next) => {
    const url = message.url ?? '/'
    const finish = (answered: Promise<void>) =>
      void answered.catch((error: unknown) => {
        console.error(error)
        response.destroy()
      })
    if (standIns !== null && new URL(url, origin).pathname === examplePath)
      return finish(
        answerExample(toRequest(message, origin)).then((found) => send(found, response)),
      )
    if (new URL(url, origin).pathname === picturesPath)
      return finish(
        answerPicture(toRequest(message, origin)).then((found) => send(found, response)),
      )
    const rest = url.replace(/^\/_local(?=\/)/, '')
    if (standIns !== null && rest !== url) {
      // The Supabase stand-in serves the inbox, too.
      const [, name] = /^\/(stripe|supabase|inbox)(?=[/?.]|$)/.exec(rest) ?? []
      if (name === undefined) return next()
      message.url = name === 'inbox' ? rest : rest.slice(name.length + 1).replace(/^(?!\/)/, '/')
      return (name === 'stripe' ? standIns.stripe : standIns.supabase).handle(message, response)
    }
    if (/^\/(?:(?:api|\.netlify\/functions|p)\/|offers\.md(?:\?|$))/i.test(url))
      finish(answer(origin, doors, message, response))
    else next()
  }
}

async function answer(
  origin: string,
  doors: Doors,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const ip = message.socket.remoteAddress ?? ''
  const found = await doors.answer(toRequest(message, origin), ip)
  await send(found ?? new Response('Not found', { status: 404 }), response)
}
