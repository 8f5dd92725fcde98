import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'

/** One prepared answer; a string is sent as it is. */
export type Prepared = { status: number; body?: unknown; headers?: Record<string, string> }

/** What was asked, with the body already read. */
export type Asked = { url: string; method: string; headers: Headers; body: unknown }

/**
 * Answers every request of a test file. One that has no prepared answer fails.
 * @returns prepares the answers of a URL, to be given in turn, and lists what was asked; `null` stands for a server that
 * can't be reached
 */
export function useAnswers(): (url: string, ...answers: (Prepared | null)[]) => Asked[] {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return (url, ...answers) => {
    const asked: Asked[] = []
    server.use(
      ...answers.map((answer) =>
        http.all(
          url,
          async ({ request }) => {
            const text = await request.text()
            asked.push({
              url: request.url,
              method: request.method,
              headers: request.headers,
              body: text && JSON.parse(text),
            })
            if (answer === null) return HttpResponse.error()
            const { body = null, ...init } = answer
            return typeof body === 'string' || body === null
              ? new HttpResponse(body, init)
              : HttpResponse.json(body, init)
          },
          { once: true },
        ),
      ),
    )
    return asked
  }
}
