import type { DatabaseState } from './database-state.ts'
import type { Migration } from './migrations.ts'
import { essenceOf, objectsOf } from './migrations.ts'

/** `by hand`: it ran, and nothing recorded it; `half`: only part of it did; `changed`: another text ran. */
export type Fate = 'applied' | 'changed' | 'missing' | 'by hand' | 'half'

/**
 * What became of each migration, by the list of those that ran, else by what it makes. One that only changes what others
 * made has run if the next one that makes something has begun. Of the last ones nothing tells: they are missing, and run
 * again they only replace functions by the same ones.
 */
export function fatesOf(
  all: readonly Migration[],
  { applied, objects }: Pick<DatabaseState, 'applied' | 'objects'>,
): Map<Migration, Fate> {
  const fateOf = (migration: Migration): Fate => {
    const row = applied.find(({ version }) => version === migration.version)
    if (row !== undefined) {
      const isSame = row.text === null || essenceOf(row.text) === essenceOf(migration.sql)
      return isSame ? 'applied' : 'changed'
    }
    const signs = all.slice(all.indexOf(migration)).map((each) => firstMadeBy(each, all))
    const made = signs.find((names) => names.length > 0) ?? []
    const there = made.filter((name) => objects.has(name))
    if (there.length === 0) return 'missing'
    const isBegun = there.length < made.length && made === signs[0]
    return isBegun ? 'half' : 'by hand'
  }
  return new Map(all.map((each) => [each, fateOf(each)]))
}

/** What no earlier migration made. A function that this one replaces exists before it has run. */
function firstMadeBy(migration: Migration, all: readonly Migration[]): string[] {
  const earlier = all.slice(0, all.indexOf(migration)).flatMap(objectsOf)
  return objectsOf(migration).filter((name) => !earlier.includes(name))
}
