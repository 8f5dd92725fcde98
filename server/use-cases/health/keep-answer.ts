/**
 * Asks once on behalf of everyone who asks within some milliseconds: callers that come meanwhile wait for the same
 * answer, later ones get it at once. A failure is an answer too.
 * @param world `now`: milliseconds
 */
export function keepAnswer<T>(
  world: { now: () => number },
  { goodForMilliseconds }: { goodForMilliseconds: number },
  ask: () => Promise<T>,
): () => Promise<T> {
  let answer: Promise<T> | undefined
  let goodUntil = 0
  return () => {
    if (answer === undefined || world.now() >= goodUntil) {
      goodUntil = world.now() + goodForMilliseconds
      answer = ask()
    }
    return answer
  }
}
