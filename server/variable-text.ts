import type { VariableName } from './needs.ts'
import { variables } from './needs.ts'

type Variable = (typeof variables)[number]

/** What is set for a variable, trimmed, and the one of its two names that holds it; `null` if neither does. */
export function findText(
  env: Record<string, string | undefined>,
  { name, otherName }: Variable,
): { heldBy: string; text: string } | null {
  for (const heldBy of [name, otherName]) {
    const text = heldBy === undefined ? '' : (env[heldBy]?.trim() ?? '')
    // Netlify's extension puts the project's URL where others keep a connection string.
    const isOurs = heldBy !== 'SUPABASE_DATABASE_URL' || text.startsWith('https://')
    if (heldBy !== undefined && text !== '' && isOurs) return { heldBy, text }
  }
  return null
}

/** Reads on after the variable's name; never holds a value. */
export function mustBe(name: VariableName): string {
  return `must be ${variables.find((variable) => variable.name === name)?.form ?? 'of another form'}`
}
