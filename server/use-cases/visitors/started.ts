/** A promise that is awaited later: if something else fails first, its own failure must not go unhandled. */
export function started<T>(value: T | Promise<T>): Promise<T> {
  const promise = Promise.resolve(value)
  promise.catch(() => undefined)
  return promise
}
