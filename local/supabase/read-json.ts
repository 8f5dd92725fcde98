import { parseObject } from '../wire/answer-control.ts'

/** A request's JSON object: `{}` if there is no body, `null` if it is anything else. */
export async function readJson(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text()
  return text === '' ? {} : parseObject(text)
}
