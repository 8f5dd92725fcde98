/** A change in the portal is read when Stripe rings for it, which takes a moment. */
const pausesMs = [3_000, 7_000]

/**
 * Asks once, and twice more for whoever comes back from the portal.
 * @throws what the first question throws: what was known stays, and the others are silent
 */
export async function lookAgain({
  ask,
  isBack,
  signal,
}: {
  ask: () => Promise<void>
  isBack: boolean
  signal: AbortSignal
}): Promise<void> {
  await ask()
  for (const ms of isBack ? pausesMs : []) {
    await new Promise((resolve) => setTimeout(resolve, ms))
    if (signal.aborted) return
    await ask().catch(() => undefined)
  }
}
