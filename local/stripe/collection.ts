/** Anything that Stripe lists: newest first by `created`, and by order of arrival within a second. */
export type Entry = { readonly id: string; readonly created: number; seq: number }

/** An object of which there are few: kept whole, behind its place in the list. */
export type Boxed<T> = Entry & { object: T }

export type Collection<T extends Entry> = ReturnType<typeof createCollection<T>>

/**
 * Keeps entries findable by id and sorted by age, a million of them as well as ten. An entry older than the
 * last one only marks the array as unsorted; it is sorted once, at the next read.
 */
export function createCollection<T extends Entry>() {
  const byId = new Map<string, T>()
  const array: T[] = []
  let lastSeq = 0
  let isSorted = true

  function sorted(): readonly T[] {
    if (!isSorted) array.sort(compareAge)
    isSorted = true
    return array
  }

  return {
    /** Oldest first. */
    sorted,
    size: () => array.length,
    find: (id: string): T | null => byId.get(id) ?? null,
    add(entry: T): T {
      if (byId.has(entry.id)) throw new Error(`There is a "${entry.id}" already: choose another id`)
      entry.seq = ++lastSeq
      const newest = array.at(-1)
      if (newest && newest.created > entry.created) isSorted = false
      array.push(entry)
      byId.set(entry.id, entry)
      return entry
    },
    remove(entry: T): void {
      sorted()
      array.splice(lowerBound(array, entry), 1)
      byId.delete(entry.id)
    },
  }
}

/** Puts an object into an entry for a collection. */
export function boxed<T extends { id: string; created: number }>(object: T): Boxed<T> {
  return { id: object.id, created: object.created, seq: 0, object }
}

/** Sorts from old to new. */
export function compareAge(a: Entry, b: Entry): number {
  return a.created - b.created || a.seq - b.seq
}

/** The index of the first entry that is not older than the given age. */
export function lowerBound(sorted: readonly Entry[], age: Pick<Entry, 'created' | 'seq'>): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = sorted[middle]
    if (entry && (entry.created - age.created || entry.seq - age.seq) < 0) low = middle + 1
    else high = middle
  }
  return low
}
