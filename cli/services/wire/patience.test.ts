import { expect, test } from 'vitest'
import { ServiceError } from '../service-error.ts'
import { createPatience } from './patience.ts'

/** A service with a clock of its own: each question takes its next answer. */
function serving(answers: (number | null | 'well')[], retryAfter: number | null = null) {
  let clock = 0
  const slept: number[] = []
  let asked = 0
  const ask = async () => {
    const status = answers[Math.min(asked++, answers.length - 1)]
    if (status === 'well') return 'answered'
    throw new ServiceError('supabase', { at: 'GET /', status: status ?? null, retryAfter })
  }
  const limits = {
    now: () => clock,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds)
      clock += milliseconds
    },
  }
  return { ask, limits, slept, asked: () => asked, pass: (ms: number) => void (clock += ms) }
}

test('a service that does not answer is waited for once, by however many ask; a minute later it is asked again', async () => {
  const { ask, limits, asked, pass } = serving([null, 'well'])
  const { bear } = createPatience(limits)
  for (let times = 0; times < 9; times += 1)
    await expect(bear(ask)).rejects.toMatchObject({ status: null })
  expect(asked()).toBe(1)
  pass(60_001)
  expect(await bear(ask)).toBe('answered')
})

test('a service that refuses is asked each time: each question may have its own answer', async () => {
  const { ask, limits, asked, slept } = serving([500, 403, 'well'])
  const { bear } = createPatience(limits)
  await expect(bear(ask)).rejects.toMatchObject({ status: 500 })
  await expect(bear(ask)).rejects.toMatchObject({ status: 403 })
  expect(await bear(ask)).toBe('answered')
  expect([asked(), slept]).toEqual([3, []])
})

test.each([
  ['as long as a limit says', 429, 7, [7000]],
  ['a moment where a limit does not say', 429, null, [2000]],
  ['as long as a service in trouble says', 503, 7, [7000]],
])('it waits %s, and asks again', async (_what, status, retryAfter, waits) => {
  const { ask, limits, slept } = serving([status, 'well'], retryAfter)
  expect(await createPatience(limits).bear(ask)).toBe('answered')
  expect(slept).toEqual(waits)
})

test('all who meet a limit wait together, once', async () => {
  const { ask, limits, slept } = serving([429, 429, 429, 'well'], 20)
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  const sleep = async (milliseconds: number) => (await limits.sleep(milliseconds), opened)
  const { bear } = createPatience({ ...limits, sleep })
  const all = Promise.all([bear(ask), bear(ask), bear(ask)])
  open()
  expect(await all).toEqual(['answered', 'answered', 'answered'])
  expect(slept).toEqual([20_000])
})

test('no service is waited for longer than that in all, and then it is not asked again', async () => {
  const { ask, limits, slept, asked } = serving([429], 20)
  const { bear } = createPatience({ ...limits, waitSeconds: 30 })
  await expect(bear(ask)).rejects.toMatchObject({ status: 429 })
  await expect(bear(ask)).rejects.toMatchObject({ status: 429 })
  expect([slept, asked()]).toEqual([[20_000], 2])
})

test('so many ask at once, and no more', async () => {
  let [running, most] = [0, 0]
  const { bear } = createPatience({ atOnce: 2 })
  const ask = async () => {
    most = Math.max(most, (running += 1))
    await Promise.resolve()
    running -= 1
  }
  await Promise.all(Array.from({ length: 7 }, () => bear(ask)))
  expect([most, running]).toEqual([2, 0])
})
