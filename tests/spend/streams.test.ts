import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import type { Context, Options } from '../../spend/credits.ts'
import { createCredits, withCredits } from '../../spend/credits.ts'
import { prepareDataApi, secretKey, site, token } from './prepared-data-api.ts'

type Handler = (request: Request, context: Context) => Response | Promise<Response>
type Setting = Partial<Options> & { answers?: Parameters<typeof prepareDataApi>[0] }

async function startApi(handler: Handler, { answers, ...options }: Setting = {}) {
  const { url, calls } = await prepareDataApi(answers)
  const credits = createCredits({ url, secretKey, site })
  const onError = vi.fn<(error: unknown) => void>()
  const paid = withCredits(handler, { credits, price: 5, onError, ...options })
  const headers = { Authorization: `Bearer ${token}` }
  const ask = (signal?: AbortSignal) =>
    paid(new Request('https://api.example/', { headers, ...(signal && { signal }) }))
  const finals = () =>
    calls.filter(({ name }) => name === 'settle_charge').map(({ order }) => order['final_cost'])
  return { ask, onError, finals }
}

/** An answer that is written while it is read; `cancelled` tells why nobody reads it any more. */
function writing(headers: Record<string, string> = {}) {
  const cancelled = vi.fn<(reason: unknown) => void>()
  const { promise: started, resolve } = Promise.withResolvers<ReadableStreamDefaultController>()
  const body = new ReadableStream({ start: resolve, cancel: cancelled })
  const write = async (text: string) => (await started).enqueue(new TextEncoder().encode(text))
  return {
    answer: new Response(body, { headers }),
    cancelled,
    write,
    close: async () => (await started).close(),
    breakOff: async (error: unknown) => (await started).error(error),
  }
}

test('a stream is settled at its end, and not before', async () => {
  const stream = writing({ 'Content-Type': 'text/event-stream', 'X-Price': '2' })
  const { ask, finals } = await startApi(() => stream.answer)
  const answer = await ask()
  // What is left while it runs.
  expect(answer.headers.get('X-Balance')).toBe('5')
  expect(answer.headers.get('Content-Type')).toBe('text/event-stream')
  const reader = answer.body!.getReader()
  for (const text of ['one', 'two', 'three']) {
    await stream.write(text)
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(text)
    expect(finals()).toEqual([])
  }
  await stream.close()
  expect((await reader.read()).done).toBe(true)
  expect(finals()).toEqual([2])
})

test('what is charged while it runs is settled with it', async () => {
  const stream = writing()
  const { ask, finals } = await startApi(async (_request, { charge }) => {
    void wait(5).then(async () => {
      await charge(3)
      await stream.close()
    })
    return stream.answer
  })
  await (await ask()).text()
  expect(finals()).toEqual([5, 3])
})

test('a stream that breaks off costs nothing, and does not look whole', async () => {
  const stream = writing({ 'X-Price': '2' })
  const { ask, onError, finals } = await startApi(() => stream.answer)
  const answer = await ask()
  const reader = answer.body!.getReader()
  await stream.write('one')
  await reader.read()
  const error = new Error(`no ${token}`)
  await stream.breakOff(error)
  const seen: unknown = await reader.read().catch((e: unknown) => e)
  expect(String(seen)).toBe('Error: The answer broke off.')
  expect(finals()).toEqual([0])
  expect(onError.mock.calls).toEqual([[error]])
})

test('one that breaks off at once is a 500', async () => {
  const stream = writing()
  await stream.write('one')
  await stream.breakOff(new Error('no'))
  const { ask, onError, finals } = await startApi(() => stream.answer)
  expect((await ask()).status).toBe(500)
  expect(finals()).toEqual([0])
  expect(onError).toHaveBeenCalledOnce()
})

test('a stream that nobody pays at its end does not look whole', async () => {
  const stream = writing()
  const { ask, onError } = await startApi(() => stream.answer, {
    answers: { settle_charge: () => ({ status: 503, body: { code: 'PGRST002' } }) },
  })
  const answer = await ask()
  const text = answer.text()
  await stream.close()
  await expect(text).rejects.toThrow()
  expect(onError).toHaveBeenCalledOnce()
})

test('an error answer that is a stream costs nothing', async () => {
  const stream = writing()
  const { ask, finals } = await startApi(() => new Response(stream.answer.body, { status: 500 }))
  const answer = await ask()
  await stream.close()
  await answer.text()
  expect(finals()).toEqual([0])
})

describe.each<[NonNullable<Options['ifCallerLeaves']>, number]>([
  ['pays', 5],
  ['free', 0],
])('whoever leaves early: %s', (ifCallerLeaves, cost) => {
  const left = { ifCallerLeaves }

  test('in the middle of a stream, whose handler learns of it', async () => {
    const stream = writing()
    const { ask, onError, finals } = await startApi(() => stream.answer, left)
    const reader = (await ask()).body!.getReader()
    await stream.write('one')
    await reader.read()
    await reader.cancel('gone')
    expect(stream.cancelled).toHaveBeenCalledExactlyOnceWith('gone')
    expect(finals()).toEqual([cost])
    expect(onError).not.toHaveBeenCalled()
  })

  test('while the next piece is on its way', async () => {
    const stream = writing()
    const { ask, onError, finals } = await startApi(() => stream.answer, left)
    const reader = (await ask()).body!.getReader()
    const read = reader.read()
    await reader.cancel()
    expect(await read).toMatchObject({ done: true })
    expect(finals()).toEqual([cost])
    expect(onError).not.toHaveBeenCalled()
  })

  test('before the handler answers, who gives up', async () => {
    const gone = new AbortController()
    const { ask, onError, finals } = await startApi(async ({ signal }) => {
      gone.abort()
      await wait(60_000, null, { signal })
      return new Response('~~~')
    }, left)
    await ask(gone.signal)
    expect(finals()).toEqual([cost])
    expect(onError).not.toHaveBeenCalled()
  })

  test('before the handler answers, who answers nevertheless', async () => {
    const gone = new AbortController()
    const { ask, finals } = await startApi(() => {
      gone.abort()
      return new Response('~~~')
    }, left)
    await ask(gone.signal)
    expect(finals()).toEqual([cost])
  })

  test('while what the handler passes on breaks off with them', async () => {
    const gone = new AbortController()
    const stream = writing()
    const { ask, onError, finals } = await startApi(() => stream.answer, left)
    const reader = (await ask(gone.signal)).body!.getReader()
    gone.abort()
    await stream.breakOff(gone.signal.reason)
    await expect(reader.read()).rejects.toThrow()
    expect(finals()).toEqual([cost])
    expect(onError).not.toHaveBeenCalled()
  })

  test('pays nothing for what failed by itself', async () => {
    const gone = new AbortController()
    const { ask, onError, finals } = await startApi(() => {
      gone.abort()
      throw new Error('no')
    }, left)
    await ask(gone.signal)
    expect(finals()).toEqual([0])
    expect(onError).toHaveBeenCalledOnce()
  })

  test('pays nothing for an error', async () => {
    const stream = writing()
    const { ask, finals } = await startApi(
      () => new Response(stream.answer.body, { status: 500 }),
      left,
    )
    await (await ask()).body!.cancel()
    expect(finals()).toEqual([0])
  })
})

test('a source that does not let itself be cancelled is settled all the same', async () => {
  const body = new ReadableStream({ cancel: () => Promise.reject(new Error('no')) })
  const { ask, finals } = await startApi(() => new Response(body))
  await (await ask()).body!.cancel()
  expect(finals()).toEqual([5])
})
