import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerAuth } from './auth.ts'
import { faultyAnswer, takeFault, type Controls } from './controls.ts'
import { answerDataApi } from './data-api.ts'
import { corsHeaders, notSpoken, readJson, send, sendHalf, toRequest } from './http.ts'
import { answerInbox } from './inbox.ts'
import type { Project } from './project.ts'

/** One request that was made: `role` is what the database saw, null where it was not asked. */
export type Call = {
  method: string
  path: string
  query: string
  at: number
  role: string | null
  /** null while it is unanswered, or was never answered. */
  status: number | null
}

export type Switchboard = {
  project: Project
  /** What the controls are reset to. */
  fair(): Controls
  calls: Call[]
  /** Resolves early when the stand-in closes. */
  sleep(milliseconds: number): Promise<void>
}

/** Answers one request, or leaves it hanging where a fault says so. */
export async function answer(
  switchboard: Switchboard,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { project } = switchboard
  const request = await toRequest(incoming)
  const { pathname, search } = new URL(request.url)
  if (pathname.startsWith('/_control')) {
    return await send(await answerControl(switchboard, request), outgoing)
  }
  if (pathname.startsWith('/inbox')) return await send(answerInbox(project, request), outgoing)
  if (request.method === 'OPTIONS') {
    return await send(new Response(null, { status: 200, headers: corsHeaders }), outgoing)
  }

  const call: Call = {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    at: project.now(),
    role: null,
    status: null,
  }
  switchboard.calls.push(call)
  const isRest = pathname.startsWith('/rest/v1/')
  const { latencyMs } = project.controls
  const fault = takeFault(project.controls, request.method, pathname)
  await switchboard.sleep(isRest ? latencyMs.rest : latencyMs.auth)
  if (fault?.hang) return
  if (fault?.cut) return sendHalf(outgoing)

  const response = fault ? faultyAnswer(fault) : await route(project, request, call)
  for (const [name, value] of Object.entries(corsHeaders)) response.headers.set(name, value)
  call.status = response.status
  await send(response, outgoing)
}

async function route(project: Project, request: Request, call: Call): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/rest/v1/')) {
    return await answerDataApi(project, request, (role) => (call.role = role))
  }
  if (pathname.startsWith('/auth/v1/')) return await answerAuth(project, request)
  return notSpoken(request)
}

/** `GET /_control`, `POST /_control` with the controls to change, `POST /_control/reset`. */
async function answerControl({ project, fair }: Switchboard, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (request.method === 'POST' && pathname === '/_control/reset') {
    project.controls = fair()
  } else if (request.method === 'POST' && pathname === '/_control') {
    const changes = (await readJson(request)) as Partial<Controls> | null
    if (changes === null)
      return Response.json({ message: 'A JSON object is expected' }, { status: 400 })
    project.controls = { ...project.controls, ...changes }
  } else if (request.method !== 'GET' || pathname !== '/_control') {
    return notSpoken(request)
  }
  return Response.json(project.controls)
}
