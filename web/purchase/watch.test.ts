import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Outcome } from './ask-for-purchase.ts'
import { watchPayment } from './watch.ts'
import { PageFault } from '../requests/faults.ts'

const page = Object.assign(new EventTarget(), { hidden: false })
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', page)
  page.hidden = false
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const processing: Outcome = { status: 'processing', items: [] }
const paid: Outcome = { status: 'paid', items: [] }
const lost: Outcome = { fault: new PageFault('offline', ''), failedAt: 0 }
const forever = 600_000

/** Answers in turn, the last one from then on. */
function answering(...answers: [Outcome, ...Outcome[]]) {
  const askedAt: number[] = []
  const begun = Date.now()
  const ask = async () => {
    askedAt.push((Date.now() - begun) / 1000)
    return answers[Math.min(askedAt.length, answers.length) - 1]!
  }
  return { ask, askedAt }
}

test('a payment that arrives is said, after pauses that grow', async () => {
  const { ask, askedAt } = answering(processing, lost, processing, paid)
  const watching = watchPayment(ask, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(forever)
  expect(await watching).toBe(paid)
  expect(askedAt).toEqual([2, 5, 10, 18])
})

test('a payment that takes days is not asked for any longer', async () => {
  const { ask, askedAt } = answering(processing)
  const watching = watchPayment(ask, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(forever)
  expect(await watching).toBe(null)
  expect(askedAt).toEqual([2, 5, 10, 18, 31, 52, 86, 141])
})

test('nobody is asked while nobody looks, and at once when somebody does', async () => {
  page.hidden = true
  const { ask, askedAt } = answering(paid)
  const watching = watchPayment(ask, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(forever)
  expect(askedAt).toEqual([])
  page.hidden = false
  page.dispatchEvent(new Event('visibilitychange'))
  expect(await watching).toBe(paid)
})

test('whoever moves on is no longer watched for', async () => {
  const leaving = new AbortController()
  const { ask, askedAt } = answering(processing)
  const watching = watchPayment(ask, leaving.signal)
  watching.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(3_000)
  leaving.abort()
  await vi.advanceTimersByTimeAsync(forever)
  await expect(watching).rejects.toThrow()
  expect(askedAt).toEqual([2])
})
