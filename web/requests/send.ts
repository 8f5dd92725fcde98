import { anySignal } from './any-signal.ts'
import { PageFault } from './faults.ts'

const timeoutMs = 15_000

/** An answer, read to its end. `body` is `null` if it isn't a JSON object. */
export type Answer = {
  status: number
  headers: Headers
  body: Record<string, unknown> | null
}

/**
 * Sends JSON, or asks without a body, and waits for the answer, at most fifteen seconds. Whether the answer is good is
 * for the caller to judge.
 * @throws `offline`, `timeout`; the signal's own reason if the visitor has moved on
 */
export async function send({
  url,
  method = 'POST',
  headers,
  body,
  signal,
}: {
  url: string
  /** Of a request with a body. */
  method?: 'POST' | 'DELETE' | undefined
  headers?: Record<string, string> | undefined
  /** Left out: a plain GET, which without headers needs no leave from another origin. */
  body?: object | undefined
  signal: AbortSignal
}): Promise<Answer> {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      ...(body === undefined
        ? headers !== undefined && { headers }
        : {
            method,
            headers: { ...headers, 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: anySignal(signal, limit),
    })
    return {
      status: response.status,
      headers: response.headers,
      body: parse(await response.text()),
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (limit.aborted) throw new PageFault('timeout', `No answer from "${url}" in time`, { cause })
    throw new PageFault('offline', `"${url}" can't be reached`, { cause })
  }
}

function parse(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

/** Whole seconds of a `Retry-After` header; `null` if it is missing or a date. */
export function readRetryAfter(headers: Headers): number | null {
  const value = headers.get('Retry-After')
  return value !== null && /^\d{1,5}$/.test(value) ? Number(value) : null
}
