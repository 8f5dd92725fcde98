/** A change in the portal is read when Stripe rings for it, which takes a moment. */
const pausesMs = [3_000, 7_000]

/** Asks twice more for whoever comes back from the portal. What was known stays; that nothing is said now is silent. */
export async function lookAgain(ask: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (const ms of pausesMs) {
    await new Promise((resolve) => setTimeout(resolve, ms))
    if (signal.aborted) return
    await ask().catch(() => undefined)
  }
}
