import type { Changes, Controls, Disturbances } from './controls.ts'
import { noRoute } from './refusal.ts'

/**
 * A stand-in's controls over HTTP: `GET /_control`, `POST /_control` with the fields to change,
 * `POST /_control/reset`. Answers the state after it.
 */
export async function answerControl<C extends Disturbances, G extends keyof C>(
  name: string,
  controls: Controls<C, G>,
  request: Request,
): Promise<Response> {
  const { pathname: path } = new URL(request.url)
  const order = `${request.method} ${path}`
  if (order === 'POST /_control/reset') controls.reset()
  else if (order === 'POST /_control') {
    const patch = parseObject(await request.text())
    if (patch === null) return refuse(400, 'The body must be a JSON object')
    const unknown = controls.findUnknown(patch)
    if (unknown !== null) return refuse(400, `There is no control "${unknown}"`)
    controls.change(patch as Changes<C, G>)
  } else if (order !== 'GET /_control') {
    const { status, message } = noRoute(name, { method: request.method, path })
    return refuse(status, message)
  }
  return Response.json(controls.now)
}

/** The JSON object in a text, or `null` if it is anything else. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return value as Record<string, unknown>
  } catch {
    return null
  }
}

function refuse(status: number, message: string): Response {
  return Response.json({ message }, { status })
}
