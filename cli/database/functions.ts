import type { Migration } from './migrations.ts'
import { essenceOf } from './migrations.ts'

/** What a function of ours may be: each body that a migration has ever given it, without its white space. */
export type WantedFunction = { name: string; bodies: Set<string>; isDefiner: boolean }

/** The functions that the migrations make, with their schemas. */
export function functionsOf(migrations: readonly Migration[]): WantedFunction[] {
  const found = new Map<string, WantedFunction>()
  const form =
    /^create (?:or replace )?function ([a-z_]+\.[a-z_]+)\(([\s\S]*?)\$\$([\s\S]*?)\$\$;/gm
  for (const { sql } of migrations)
    for (const [, name = '', head = '', body = ''] of sql.matchAll(form)) {
      const bodies = found.get(name)?.bodies ?? new Set()
      const isDefiner = /\bsecurity definer\b/.test(head)
      found.set(name, { name, bodies: bodies.add(essenceOf(body)), isDefiner })
    }
  return [...found.values()]
}
