/** One value for each name, made again when its key changes. */
export function createMemo(): <T>(name: string, key: string, make: () => T) => T {
  const made = new Map<string, { key: string; value: unknown }>()
  return <T>(name: string, key: string, make: () => T) => {
    const found = made.get(name)
    if (found?.key === key) return found.value as T
    const value = make()
    made.set(name, { key, value })
    return value
  }
}
