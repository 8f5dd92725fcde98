import { StripeProblem } from './problem.ts'

type Replay = { request: string; status: number; body: string }

/**
 * A POST that is repeated with its `Idempotency-Key` gets the first answer again, be it an error, and changes nothing.
 * https://docs.stripe.com/error-low-level#idempotency
 */
export function createIdempotency() {
  const answers = new Map<string, Replay>()
  return {
    /** The first answer, or `null`. @throws 400 if the same key comes with another request */
    find(key: string, request: string): Response | null {
      const replay = answers.get(key)
      if (!replay) return null
      if (replay.request === request) return toResponse(replay)
      throw new StripeProblem(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key.slice(key.indexOf(' ') + 1)}' if you meant to execute a different request.`,
        { type: 'idempotency_error' },
      )
    },
    keep: (key: string, replay: Replay) => void answers.set(key, replay),
    reset: () => answers.clear(),
  }
}

function toResponse({ status, body }: Replay): Response {
  const headers = { 'content-type': 'application/json', 'idempotent-replayed': 'true' }
  return new Response(body, { status, headers })
}
