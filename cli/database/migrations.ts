import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of `supabase/migrations`: `<version>_<name>.sql`. */
export type Migration = { version: string; name: string; sql: string }

/** The repository's migrations, in order. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const place = join(folder, 'supabase/migrations')
  const files = (await readdir(place)).filter((file) => /^\d+_\w+\.sql$/.test(file)).toSorted()
  return Promise.all(
    files.map(async (file) => {
      const [, version = '', name = ''] = /^(\d+)_(\w+)\.sql$/.exec(file) ?? []
      return { version, name, sql: await readFile(join(place, file), 'utf8') }
    }),
  )
}

/**
 * What stays the same whichever tool recorded the migration: Supabase's own splits it into statements and trims them.
 * Two texts with the same essence do the same.
 */
export function essenceOf(sql: string): string {
  return sql.replace(/[\s;]+/g, '')
}

/** The tables, views, sequences and functions that it makes, with their schemas: they are there if it ran. */
export function objectsOf({ sql }: Migration): string[] {
  const made = sql.matchAll(/^create (?:table|view|sequence|function) ([a-z_]+\.[a-z_]+)/gm)
  return [...made].map(([, name = '']) => name)
}

/** The tables that the migrations make. */
export function tablesOf(migrations: readonly Migration[]): string[] {
  return migrations.flatMap(({ sql }) =>
    [...sql.matchAll(/^create table ([a-z_]+\.[a-z_]+)/gm)].map(([, name = '']) => name),
  )
}

/** Statements of one kind, each with its semicolon, in order; without those about a function that was dropped since. */
export function statementsOf(migrations: readonly Migration[], kind: RegExp): string[] {
  let found: string[] = []
  // No statement of these kinds contains a body, so the next semicolon at the end of a line is its own.
  const form = /^(?:grant|revoke|alter table|create policy|create trigger|drop function)\b[^;]*;$/gm
  for (const { sql } of migrations)
    for (const [statement] of sql.matchAll(form)) {
      const dropped = /^drop (function [^;]+);$/.exec(statement)?.[1]
      if (dropped === undefined) found.push(statement)
      else found = found.filter((each) => !each.includes(` ${dropped} `))
    }
  return found.filter((statement) => kind.test(statement))
}
