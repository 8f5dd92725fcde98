import { foldOf } from '../person/database-person.ts'
import { literal } from '../database/sql-text.ts'
import type { Place } from './places.ts'

/** A place that is there, and the condition that finds the person's rows `t` in it. */
export type OpenPlace = { place: Place; where: string }

/** The ids of the person's users, as text: some tables keep them so. */
export function usersOf(fold: string): string {
  return `select id::text from auth.users where ${foldOf('email')} = ${literal(fold)}`
}

function accountsOf(fold: string): string {
  return `select id from private.accounts where ${foldOf('address')} = ${literal(fold)}`
}

/**
 * The places that this database has.
 * @param columns `schema.table.column` of all tables
 */
export function openPlaces(
  places: readonly Place[],
  { fold, columns }: { fold: string; columns: ReadonlySet<string> },
): OpenPlace[] {
  return places.flatMap((place) => {
    const isThere = (expression: string) =>
      columns.has(`${place.table}.${/^\w+/.exec(expression)![0]}`)
    const { addresses = [], user, account } = place
    const conditions = [
      ...addresses
        .filter(isThere)
        .map((expression) => `${foldOf(`(t.${expression})`)} = ${literal(fold)}`),
      ...(user !== undefined && isThere(user) ? [`(t.${user})::text in (${usersOf(fold)})`] : []),
      ...(account !== undefined && isThere(account)
        ? [`t.${account} in (${accountsOf(fold)})`]
        : []),
    ]
    return conditions.length === 0 ? [] : [{ place, where: conditions.join('\n  or ') }]
  })
}

/** What deletes the rows that were found, in order. */
export function eraseStatements(found: readonly (OpenPlace & { rows: unknown[] })[]): string[] {
  return found
    .filter(({ place, rows }) => rows.length > 0 && place.stays !== true)
    .map(({ place: { table, empties }, where }) =>
      empties === undefined
        ? `delete from ${table} as t where ${where};`
        : `update ${table} as t set ${empties} where ${where};`,
    )
}
