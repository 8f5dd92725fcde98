import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerApi, type Api } from './api.ts'
import { answerControl } from './control-routes.ts'
import type { Courier } from './courier.ts'
import { answerDashboard } from './pages/dashboard.ts'
import { html } from './pages/html.ts'
import { layout } from './pages/layout.ts'
import { sendPage, type Page } from './pages/page.ts'
import { answerPortal } from './pages/portal.ts'
import { problemBody, StripeProblem } from './problem.ts'
import { readBody } from './wire/body.ts'
import { parseParams } from './wire/params.ts'

export type Server = { api: Api; courier: Courier; resetControl: () => void }

/** API, control and hosted pages behind one listener; a prefix must be stripped before. */
export async function answer(
  { api, courier, resetControl }: Server,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '/').split('?')
  if (path.startsWith('/v1/') || path.startsWith('/v2/')) return answerApi(api, request, response)
  if (path.startsWith('/_control')) {
    const switches = { path, control: api.control, reset: resetControl, release: courier.release }
    return sendJson(response, await orProblem(() => answerControl(request, switches)))
  }
  const form = request.method === 'POST' ? parseParams(await readBody(request)) : null
  const { test, live, other } = api.accounts()
  const page = orProblemPage(() => {
    if (path === '/' || path === '') {
      const { deliveries } = courier
      return answerDashboard(test, { query: parseParams(query), form, deliveries })
    }
    const token = /^\/portal\/([^/]+)$/.exec(path)?.[1]
    if (token !== undefined)
      return answerPortal([test, live, other], { token, form, isDone: query === 'done' })
    throw new StripeProblem(501, `The Stripe stand-in has no route ${request.method} ${path}`)
  })
  sendPage(response, page)
}

async function orProblem(answerIt: () => Promise<object>): Promise<object> {
  try {
    return await answerIt()
  } catch (error) {
    if (error instanceof StripeProblem) return error
    throw error
  }
}

function sendJson(response: ServerResponse, answered: object): void {
  const isProblem = answered instanceof StripeProblem
  response
    .writeHead(isProblem ? answered.status : 200, { 'content-type': 'application/json' })
    .end(JSON.stringify(isProblem ? problemBody(answered) : answered, null, 2))
}

function orProblemPage(answerIt: () => Page): Page {
  try {
    return answerIt()
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error
    const title = 'That did not work'
    const content = html`<h1>${title}</h1>
      <section><p>${error.message}</p></section>`
    return { status: error.status, body: layout({ title, content }) }
  }
}
