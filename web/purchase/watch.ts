import type { Outcome } from './ask-for-purchase.ts'

/** Some methods take seconds, most take days: the pauses grow, and after two and a half minutes nobody is asked. */
const pausesSeconds = [2, 3, 5, 8, 13, 21, 34, 55]

/**
 * Asks again and again for a payment that is on its way, as long as somebody looks at the page. A question that fails is
 * no news. @returns what it has become, or `null` if the payment hasn't arrived by the end of the last pause
 * @throws the signal's own reason
 */
export async function watchPayment(
  ask: () => Promise<Outcome>,
  signal: AbortSignal,
): Promise<Outcome | null> {
  for (const seconds of pausesSeconds) {
    await pass(seconds * 1000, signal)
    await untilSeen(signal)
    const outcome = await ask()
    if ('status' in outcome && outcome.status !== 'processing') return outcome
  }
  return null
}

function pass(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    const end = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', end, { once: true })
  })
}

function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!document.hidden) return resolve()
    const look = () => !document.hidden && resolve()
    document.addEventListener('visibilitychange', look, { signal })
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
