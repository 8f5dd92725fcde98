import type { IncomingMessage } from 'node:http'
import { applyControl, findUnknownField, type Control, type ControlPatch } from './control.ts'
import { invalid, StripeProblem } from './problem.ts'
import { readBody } from './wire/body.ts'

/** `/_control`: the same switches as in the process, for a shell. Answers the state after the change. */
export async function answerControl(
  request: IncomingMessage,
  {
    path,
    control,
    reset,
    release,
  }: { path: string; control: Control; reset: () => void; release: () => void },
): Promise<Control> {
  const call = `${request.method} ${path}`
  if (call === 'POST /_control') applyControl(control, parsePatch(await readBody(request)))
  else if (call === 'POST /_control/reset') reset()
  else if (call === 'POST /_control/release') release()
  else if (call !== 'GET /_control') {
    throw new StripeProblem(501, `The Stripe stand-in has no route ${call}`)
  }
  return control
}

function parsePatch(text: string): ControlPatch {
  let patch: unknown
  try {
    patch = JSON.parse(text)
  } catch (cause) {
    throw invalid(`The body must be JSON: ${String(cause)}`)
  }
  if (typeof patch !== 'object' || patch === null) throw invalid('The body must be a JSON object')
  const unknown = findUnknownField(patch)
  if (unknown) throw invalid(`The control has no field "${unknown}"`, unknown)
  return patch
}
