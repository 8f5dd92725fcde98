import type { Migration } from './migrations.ts'
import { statementsOf } from './migrations.ts'

/** One right, such as `anon select public.stripe_customers` or `authenticated select public.t(email)`. */
export type Grant = string

/** What is granted after all migrations, read from their own `grant` and `revoke` lines. */
export function grantsOf(migrations: readonly Migration[]): Set<Grant> {
  const granted = new Set<Grant>()
  for (const statement of statementsOf(migrations, /^(?:grant|revoke)\b/)) {
    const { isGrant, privileges, object, roles } = parse(statement)
    for (const role of roles) {
      // Our migrations revoke everything on an object at once.
      if (!isGrant)
        for (const grant of granted) if (isAbout(grant, role, object)) granted.delete(grant)
      if (isGrant)
        for (const { name, columns } of privileges)
          for (const column of columns ?? [null])
            granted.add(grantOf({ role, name, object, column }))
    }
  }
  return granted
}

/** The one spelling of a right. */
export function grantOf(right: {
  role: string
  name: string
  object: string
  column: string | null
}): Grant {
  const { role, name, object, column } = right
  return `${role} ${name} ${object}${column === null ? '' : `(${column})`}`
}

function isAbout(grant: Grant, role: string, object: string): boolean {
  const [whose, , of = ''] = grant.split(' ')
  return whose === role && of.replace(/\(.*$/, '') === object
}

function parse(statement: string) {
  const [, verb, privileges = '', object = '', roles = ''] =
    /^(grant|revoke)\s+([^;]+?)\s+on\s+(?:table\s+|sequence\s+|function\s+|schema\s+)?([\w.]+)(?:\([^)]*\))?\s+(?:to|from)\s+([^;]+);$/.exec(
      statement,
    ) ?? []
  return {
    isGrant: verb === 'grant',
    object,
    roles: splitList(roles),
    privileges: [...privileges.matchAll(/(\w+)(?:\s*\(([^)]*)\))?/g)].map(
      ([, name = '', columns]) => ({
        name,
        columns: columns === undefined ? null : splitList(columns),
      }),
    ),
  }
}

function splitList(text: string): string[] {
  return text.split(',').map((entry) => entry.trim())
}
