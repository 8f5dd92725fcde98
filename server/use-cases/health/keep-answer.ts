/**
 * Puts one question on behalf of everybody who asks within some milliseconds: who asks meanwhile waits for the same
 * answer, who asks later gets it at once. A failure is an answer too.
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
